package io.nextcart.training.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.training.table.SessionLog;
import org.junit.jupiter.api.Test;

final class CasesTest {
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
    void forViewsOnlyTheNextOneOfTheSessionIsRelevant() {
        SessionLog log = new SmallLog()
                .add(0, 0, EventType.VIEW, 1, 100)
                .add(0, 0, EventType.VIEW, 2, 200)
                .add(0, 0, EventType.ADD_TO_CART, 2, 300)
                .add(0, 0, EventType.VIEW, 3, 400)
                .add(1, 0, EventType.VIEW, 7, 500)
                .log();

        Cases cases = Cases.answered(log, 0, 2, Objective.VIEW, Horizon.DAY, 100, 1);

        assertThat(cases.position()).containsExactly(1, 2);
        assertThat(cases.relevant()).isDeepEqualTo(new int[][] {{2}, {3}});
    }

    @Test
    void whatIsLearntFromEndsBeforeATime() {
        assertThat(relevantBefore(4 * HOUR_MS)).isDeepEqualTo(new int[][] {{2, 4, 5}, {4, 2, 5}});
        assertThat(relevantBefore(3 * HOUR_MS + 1000)).isDeepEqualTo(new int[][] {{2, 4}, {4, 2}});
        assertThat(relevantBefore(3000)).isDeepEqualTo(new int[][] {{2}});
        assertThat(relevantBefore(1000)).isEmpty();
    }

    private static int[][] relevantBefore(long endMs) {
        return Cases.toLearnFrom(LOG, 0, 1, endMs, Objective.CART, 100, 1).relevant();
    }

    @Test
    void whatIsRemovedFromTheCartInTheSameSessionIsNotRelevant() {
        SessionLog log = new SmallLog()
                .add(0, 0, EventType.VIEW, 1, 0)
                .add(0, 0, EventType.ADD_TO_CART, 2, 1000)
                .add(0, 0, EventType.ADD_TO_CART, 3, 2000)
                .add(0, 0, EventType.REMOVE_FROM_CART, 2, 3000)
                .add(1, 0, EventType.VIEW, 4, 3 * HOUR_MS)
                .add(1, 0, EventType.REMOVE_FROM_CART, 3, 3 * HOUR_MS + 1)
                .add(1, 0, EventType.REMOVE_FROM_CART, 4, 3 * HOUR_MS + 2)
                .add(1, 0, EventType.ADD_TO_CART, 4, 3 * HOUR_MS + 3)
                .log();

        assertThat(Cases.answered(log, 0, 2, Objective.CART, Horizon.DAY, 100, 1)
                        .relevant())
                .isDeepEqualTo(new int[][] {{3, 4}, {4}});
        assertThat(Cases.toLearnFrom(log, 0, 2, 3000, Objective.CART, 100, 1).relevant())
                .as("a removal in the holdout is not known")
                .isDeepEqualTo(new int[][] {{2, 3}});
    }

    @Test
    void sessionsOutsideTheWindowAreNotAsked() {
        assertThat(Cases.answered(LOG, 1, 2, Objective.CART, Horizon.SESSION, 100, 1)
                        .size())
                .isZero();
    }

    @Test
    void aSampleIsSmallAndRepeatable() {
        SmallLog small = new SmallLog();
        for (int session = 0; session < 2000; session++) {
            small.add(session, session, EventType.VIEW, 1, session)
                    .add(session, session, EventType.VIEW, 2, session + 1);
        }
        Cases sample = sample(small, 7);

        assertThat(sample.size()).isBetween(420, 580);
        assertThat(sample(small, 7).session()).isEqualTo(sample.session());
        assertThat(sample(small, 8).session()).isNotEqualTo(sample.session());
    }

    private static Cases sample(SmallLog small, long seed) {
        return Cases.answered(small.log(), 0, 2000, Objective.VIEW, Horizon.DAY, 500, seed);
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
