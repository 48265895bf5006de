package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class RankingMetricsTest {
    private final RankingMetrics metrics = new RankingMetrics(new int[] {8, 4, 2, 1, 1, 0, 0, 0, 0, 0});

    @Test
    void aHitAtRankTwoAndAMissHaveTheirKnownValues() {
        metrics.add(new int[] {3, 1, 2}, 3, 1);
        metrics.add(new int[] {3, 1, 2}, 3, 9);

        assertThat(metrics.cases()).isEqualTo(2);
        assertThat(metrics.hitRate(5)).isEqualTo(0.5);
        assertThat(metrics.mrr(5)).isEqualTo(0.25);
        assertThat(metrics.ndcg(5)).isCloseTo(0.5 / (Math.log(3) / Math.log(2)), within(1e-12));
    }

    @Test
    void severalRelevantItemsHaveTheirKnownValues() {
        // Relevant: 1, 2 and an item outside the catalogue; found at ranks 2 and 4.
        metrics.add(new int[] {3, 1, 4, 2}, 4, new int[] {1, 2, -1});

        assertThat(metrics.hitRate(5)).isEqualTo(1);
        assertThat(metrics.mrr(5)).isEqualTo(0.5);
        assertThat(metrics.precision(5)).isEqualTo(2.0 / 5);
        assertThat(metrics.precision(20)).isEqualTo(2.0 / 20);
        assertThat(metrics.recall(5)).isEqualTo(2.0 / 3);
        double dcg = log2(2) / log2(3) + log2(2) / log2(5);
        assertThat(metrics.ndcg(5)).isCloseTo(dcg / (1 + 1 / log2(3) + 1 / log2(4)), within(1e-12));
    }

    @Test
    void theIdealListIsNoLongerThanTheCutOff() {
        metrics.add(new int[] {0, 1, 2, 3, 4}, 5, new int[] {0, 1, 2, 3, 4, 5, 6});

        assertThat(metrics.ndcg(5)).isCloseTo(1, within(1e-12));
        assertThat(metrics.ndcg(10)).isLessThan(1);
        assertThat(metrics.recall(5)).isEqualTo(5.0 / 7);
    }

    @Test
    void withOneRelevantItemRecallIsTheHitRate() {
        for (int i = 0; i < 600; i++) {
            metrics.add(new int[] {i % 7, 8, 9}, 3, i % 5);
        }

        assertThat(metrics.recall(5)).isEqualTo(metrics.hitRate(5)).isPositive();
        assertThat(metrics.byCase("hr@5")).hasSize(600).contains(0f, 1f);
    }

    @Test
    void aCaseWithoutRelevantItemsIsRefused() {
        assertThatThrownBy(() -> metrics.add(new int[] {0}, 1, new int[0]))
                .hasMessage("a case has no relevant item, expected at least one");
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    @Test
    void aHitBelowTheCutOffIsAMiss() {
        metrics.add(new int[] {0, 1, 2, 3, 4, 5, 6}, 7, 6);

        assertThat(metrics.hitRate(5)).isZero();
        assertThat(metrics.hitRate(10)).isEqualTo(1);
        assertThat(metrics.mrr(10)).isCloseTo(1.0 / 7, within(1e-12));
    }

    @Test
    void coverageCountsDistinctItemsOfTheCatalogue() {
        metrics.add(new int[] {0, 1}, 2, 0);
        metrics.add(new int[] {1, 2}, 2, 0);

        assertThat(metrics.coverage(5)).isCloseTo(0.3, within(1e-12));
    }

    @Test
    void noveltyIsTheMeanSelfInformation() {
        metrics.add(new int[] {0, 2}, 2, 0);

        // 8 of 16 views: 1 bit; 2 of 16: 3 bits.
        assertThat(metrics.novelty(5)).isCloseTo(2, within(1e-12));
    }

    @Test
    void itemsOutsideTheCatalogueAreMisses() {
        metrics.add(new int[] {-1, 0}, 2, -1);

        assertThat(metrics.hitRate(20)).isZero();
    }

    @Test
    void withoutCasesEveryMetricIsZero() {
        assertThat(metrics.byName().values()).containsOnly(0.0);
    }

    @Test
    void anUnknownCutOffIsRefused() {
        assertThatThrownBy(() -> metrics.hitRate(7)).hasMessage("cut-off is 7, expected 5, 10 or 20");
    }
}
