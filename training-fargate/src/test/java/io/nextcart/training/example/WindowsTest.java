package io.nextcart.training.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import org.junit.jupiter.api.Test;

final class WindowsTest {
    @Test
    void windowsFollowEachOtherWithinTheirBounds() {
        SessionLog log = sessions(1000);

        Windows windows = Windows.of(log, Objective.VIEW);

        assertThat(windows.holdoutFrom()).isEqualTo(900);
        assertThat(windows.trainFrom()).isEqualTo(600);
        assertThat(windows.trainFromMs(log)).isLessThan(windows.holdoutFromMs(log));
    }

    @Test
    void aTinyLogIsRefusedWithItsSize() {
        assertThatThrownBy(() -> Windows.of(sessions(20), Objective.VIEW))
                .isInstanceOf(BadInputException.class)
                .hasMessage("the log holds 20 sessions, expected at least 100 to train on");
    }

    private static SessionLog sessions(int count) {
        SmallLog small = new SmallLog();
        for (int session = 0; session < count; session++) {
            small.add(session, session, EventType.VIEW, 1, 10L * session)
                    .add(session, session, EventType.VIEW, 2, 10L * session + 1);
        }
        return small.log();
    }
}
