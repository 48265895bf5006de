package io.nextcart.training.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import org.junit.jupiter.api.Test;

final class CasesTest {
    private static final SessionLog LOG = new SmallLog()
            .add(0, 0, EventType.VIEW, 1, 100)
            .add(0, 0, EventType.VIEW, 2, 200)
            .add(0, 0, EventType.ADD_TO_CART, 2, 300)
            .add(0, 0, EventType.VIEW, 3, 400)
            .add(1, 1, EventType.VIEW, 7, 500)
            .log();

    @Test
    void theNextViewIsAskedAfterEachView() {
        Cases questions = Cases.of(LOG, 0, 2, Objective.VIEW, 100, 1);

        assertThat(questions.position()).containsExactly(1, 2);
        assertThat(questions.target()).containsExactly(2, 3);
    }

    @Test
    void theNextCartIsAskedWhileOneIsStillToCome() {
        Cases questions = Cases.of(LOG, 0, 2, Objective.CART, 100, 1);

        assertThat(questions.session()).containsExactly(0, 0);
        assertThat(questions.position()).containsExactly(1, 2);
        assertThat(questions.target()).containsExactly(2, 2);
    }

    @Test
    void sessionsOutsideTheWindowAreNotAsked() {
        assertThat(Cases.of(LOG, 1, 2, Objective.VIEW, 100, 1).size()).isZero();
    }

    @Test
    void aSampleIsSmallAndRepeatable() {
        SmallLog small = new SmallLog();
        for (int session = 0; session < 2000; session++) {
            small.add(session, session, EventType.VIEW, 1, session)
                    .add(session, session, EventType.VIEW, 2, session + 1);
        }
        Cases sample = Cases.of(small.log(), 0, 2000, Objective.VIEW, 500, 7);

        assertThat(sample.size()).isBetween(420, 580);
        assertThat(Cases.of(small.log(), 0, 2000, Objective.VIEW, 500, 7).session())
                .isEqualTo(sample.session());
        assertThat(Cases.of(small.log(), 0, 2000, Objective.VIEW, 500, 8).session())
                .isNotEqualTo(sample.session());
    }
}
