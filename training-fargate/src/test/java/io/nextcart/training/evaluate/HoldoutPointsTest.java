package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.SmallLog;
import io.nextcart.training.table.SessionLog;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CasesTest {
    private static final long HOUR_MS = 3_600_000L;

    /** Shopper 0 carts 2 and 4 in session 0, 5 three hours later, 6 two days later; shopper 1 carts nothing. */
    private static final SessionLog LOG = new SmallLog()
            .add(0, 0, EventType.VIEW, 1, 0)
            .add(0, 0, EventType.ADD_TO_CART, 2, 1000)
            .add(0, 0, EventType.VIEW, 3, 2000)
            .add(0, 0, EventType.ADD_TO_CART, 4, 3000)
            .add(0, 0, EventType.ADD_TO_CART, 2, 4000)
            .add(1, 1, EventType.VIEW, 7, 5000)
            .add(2, 0, EventType.VIEW, 5, 3 * HOUR_MS)
            .add(2, 0, EventType.ADD_TO_CART, 5, 3 * HOUR_MS + 1000)
            .add(3, 0, EventType.VIEW, 6, 48 * HOUR_MS)
            .add(3, 0, EventType.ADD_TO_CART, 6, 48 * HOUR_MS + 1000)
            .log();

    @Test
    void withinTheSessionItsLaterCartsAreRelevantEachOnce() {
        Cases points = Cases.answered(LOG, 0, 1, Objective.CART, Horizon.SESSION, 100, 1);

        assertThat(points.position()).containsExactly(1, 3);
        assertThat(points.relevant()).isDeepEqualTo(new int[][] {{2, 4}, {4, 2}});
    }

    @Test
    void withinADayCartsOfTheShoppersLaterSessionsAreRelevantToo() {
        Cases points = Cases.answered(LOG, 0, 1, Objective.CART, Horizon.DAY, 100, 1);

        assertThat(points.relevant()).isDeepEqualTo(new int[][] {{2, 4, 5}, {4, 2, 5}});
    }

    @Test
    void forViewsTheQuestionsAreThoseOfTraining() {
        SmallLog small = new SmallLog();
        for (int session = 0; session < 2000; session++) {
            for (int i = 0; i <= session % 4; i++) {
                small.add(session, session, EventType.VIEW, i, session);
            }
        }
        Cases questions = Cases.of(small.log(), 500, 2000, Objective.VIEW, 700, 7);

        Cases points = Cases.answered(small.log(), 500, 2000, Objective.VIEW, Horizon.DAY, 700, 7);

        assertThat(points.session()).hasSizeGreaterThan(500).isEqualTo(questions.session());
        assertThat(points.position()).isEqualTo(questions.position());
        assertThat(Arrays.stream(points.relevant()).mapToInt(items -> items[0]).toArray())
                .isEqualTo(questions.target());
    }

    @Test
    void everyViewCountsSilentOnesToo() {
        Cases points = Cases.everyView(LOG, 0, 3, Objective.CART, Horizon.DAY, 100, 1);

        assertThat(points.session()).containsExactly(0, 0, 1, 2);
        assertThat(points.relevant()[2]).isEmpty();
        assertThat(points.weight()).containsOnly(1.0);
    }

    @Test
    void aSampleStandsForAllViews() {
        SmallLog small = new SmallLog();
        for (int session = 0; session < 4000; session++) {
            small.add(session, session, EventType.VIEW, 1, session);
            if (session % 10 == 0) {
                small.add(session, session, EventType.ADD_TO_CART, 1, session);
            }
        }
        Cases points = Cases.everyView(small.log(), 0, 4000, Objective.CART, Horizon.DAY, 300, 7);

        double answered = 0;
        double silent = 0;
        for (int i = 0; i < points.size(); i++) {
            answered += points.relevant()[i].length > 0 ? points.weight()[i] : 0;
            silent += points.relevant()[i].length > 0 ? 0 : points.weight()[i];
        }
        assertThat(points.size()).isBetween(450, 750);
        assertThat(Math.round(answered)).isEqualTo(400);
        assertThat(Math.round(silent)).isEqualTo(3600);
    }
}
