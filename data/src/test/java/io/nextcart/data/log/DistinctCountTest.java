package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import org.junit.jupiter.api.Test;

final class DistinctCountTest {
    private static DistinctCount counted(int limit, int different) {
        DistinctCount count = new DistinctCount(limit);
        for (int i = 0; i < 2 * different; i++) {
            count.add("user-" + i % different);
        }
        return count;
    }

    @Test
    void countsAreExactUpToTheLimit() {
        for (int different : new int[] {0, 1, 511, 512, 513, 4_096, 10_000}) {
            DistinctCount count = counted(10_000, different);
            assertThat(count.count()).isEqualTo(different);
            assertThat(count.isExact()).isTrue();
        }
    }

    @Test
    void countsAreCloseBeyondTheLimit() {
        DistinctCount count = counted(10_000, 300_000);

        assertThat(count.isExact()).isFalse();
        assertThat(count.count()).isCloseTo(300_000, withPercentage(5));
    }
}
