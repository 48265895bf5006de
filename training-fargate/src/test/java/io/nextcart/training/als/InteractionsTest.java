package io.nextcart.training.als;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.training.table.SessionLog;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class InteractionsTest {
    // Sessions: items 5 5 3, items 1 1, item 4.
    private static final SessionLog LOG = new SessionLog(
            new int[] {0, 0, 0, 1, 1, 0},
            new int[] {5, 5, 3, 1, 1, 4},
            new byte[6],
            new long[6],
            forever(6),
            new int[] {0, 3, 5, 6});

    private static long[] forever(int events) {
        long[] untilMs = new long[events];
        Arrays.fill(untilMs, Long.MAX_VALUE);
        return untilMs;
    }

    @Test
    void aRowCountsEachItemOnceWithItsEvents() {
        Interactions rows = Interactions.ofSessions(LOG, Long.MAX_VALUE, new int[] {0, 1, 2, 3, 4, 5}, 6, 100);

        assertThat(rows.rows()).isEqualTo(1);
        assertThat(rows.item()).containsExactly(3, 5);
        assertThat(rows.count()).containsExactly(1, 2);
    }

    @Test
    void ofALongRowTheLastEventsCount() {
        Interactions rows = Interactions.ofSessions(LOG, Long.MAX_VALUE, new int[] {0, 1, 2, 3, 4, 5}, 6, 2);
        assertThat(rows.item()).containsExactly(3, 5);
        assertThat(rows.count()).containsExactly(1, 1);
    }

    @Test
    void transposingTwiceChangesNothing() {
        Interactions rows = Interactions.ofSessions(LOG, Long.MAX_VALUE, new int[] {0, 1, 2, 3, 4, 5}, 6, 100);
        Interactions items = rows.transposed();

        assertThat(items.rows()).isEqualTo(6);
        assertThat(items.items()).isEqualTo(1);
        assertThat(items.transposed()).usingRecursiveComparison().isEqualTo(rows);
    }
}
