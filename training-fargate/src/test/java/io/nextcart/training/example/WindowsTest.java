package io.nextcart.training.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class WindowsTest {
    @Test
    void windowsFollowEachOtherWithinTheirBounds() {
        SessionLog log = sessions(20_000);

        Windows windows = Windows.of(log, Objective.VIEW);

        assertThat(windows.holdoutFrom()).isEqualTo(18_000);
        assertThat(windows.trainFrom()).isEqualTo(12_000);
        assertThat(windows.folds()).isEqualTo(1);
        assertThat(windows.trainFromMs(log)).isLessThan(windows.holdoutFromMs(log));
    }

    @Test
    void aSmallLogIsUsedNearlyWholeInFolds() {
        Windows windows = Windows.of(sessions(1000), Objective.VIEW);

        assertThat(windows.trainFrom()).isEqualTo(200);
        assertThat(IntStream.rangeClosed(0, windows.folds()).map(windows::foldFrom))
                .containsExactly(200, 433, 666, 900);
    }

    @Test
    void aTinyLogIsRefusedWithItsSize() {
        assertThatThrownBy(() -> Windows.of(sessions(9), Objective.VIEW))
                .isInstanceOf(BadInputException.class)
                .hasMessage("the log holds 9 sessions, expected at least 10");
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
