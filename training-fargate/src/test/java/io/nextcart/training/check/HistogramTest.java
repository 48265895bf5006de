package io.nextcart.training.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.store.document.CheckDetails;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramTest {
    @Test
    void valuesFallBetweenEdges() {
        Histogram bins = new Histogram(new float[] {0, 10}, new double[4]);

        assertThat(bins.sharesOf(new float[] {Float.NaN, -1, -0f, 9.99f, 10, 11, 12, 13}))
                .containsExactly(0.125, 0.125, 0.25, 0.5);
    }

    @Test
    void theIndexHasItsKnownValue() {
        Histogram bins = new Histogram(new float[] {1}, new double[] {0, 0.5, 0.5});

        // (0.25 − 0.5) ln(0.25 / 0.5) + (0.75 − 0.5) ln(0.75 / 0.5)
        assertThat(bins.stabilityIndex(new float[] {0, 1, 1, 1}))
                .isCloseTo(0.25 * Math.log(2) + 0.25 * Math.log(1.5), within(1e-12));
        assertThat(bins.stabilityIndex(new float[] {0, 1})).isZero();
        // A value that was never missing is missing in half: (0.5 − 0.0001) ln(5000) and (0.0001 − 0.5) ln(0.0002)
        assertThat(bins.stabilityIndex(new float[] {Float.NaN, 0}))
                .isCloseTo(0.4999 * Math.log(5000) + 0.4999 * Math.log(5000), within(1e-9));
    }

    @Test
    void onlyAMovedSampleIsAShift() {
        SplittableRandom random = new SplittableRandom(17);
        Histogram bins = Histogram.of(normal(random, 5000, 0));

        assertThat(bins.edges()).hasSize(12);
        assertThat(bins.stabilityIndex(normal(random, 5000, 0))).isBetween(0.0, 0.02);
        assertThat(bins.stabilityIndex(normal(random, 5000, 1))).isGreaterThan(FeatureDrift.SHIFTED);
    }

    @Test
    void aRareFlagThatBecomesFrequentIsSeen() {
        float[] rare = new float[1000];
        rare[0] = 1;
        float[] frequent = new float[1000];
        Arrays.fill(frequent, 0, 300, 1);

        assertThat(Histogram.of(rare).stabilityIndex(frequent)).isGreaterThan(FeatureDrift.SHIFTED);
    }

    @Test
    void aConstantThatMovesEitherWayIsSeen() {
        Histogram bins = Histogram.of(new float[] {5, 5, 5});

        assertThat(bins.stabilityIndex(new float[] {5, 5})).isZero();
        assertThat(bins.stabilityIndex(new float[] {6, 6})).isGreaterThan(FeatureDrift.SHIFTED);
        assertThat(bins.stabilityIndex(new float[] {4, 4})).isGreaterThan(FeatureDrift.SHIFTED);
        assertThat(Histogram.of(new float[] {Float.NaN}).stabilityIndex(new float[] {1}))
                .isGreaterThan(FeatureDrift.SHIFTED);
    }

    @Test
    void binsComeBackFromTheManifestAsTheyWere() {
        Histogram bins = Histogram.of(normal(new SplittableRandom(3), 1000, 0.1));

        Histogram back = Histogram.parse(bins.details()).orElseThrow();

        assertThat(back.edges()).isEqualTo(bins.edges());
        assertThat(back.shares()).isEqualTo(bins.shares());
        Histogram none = Histogram.of(new float[] {Float.NaN});
        assertThat(Histogram.parse(none.details()).orElseThrow().shares()).isEqualTo(none.shares());
        Histogram extreme = Histogram.of(new float[] {-1e-30f, 0, 1e30f});
        assertThat(Histogram.parse(extreme.details()).orElseThrow().edges()).isEqualTo(extreme.edges());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "a, 0 1 0", "1 2, 0 1 0", "NaN, 0 1 0"})
    void anythingElseInTheManifestIsNotAHistogram(String edges, String shares) {
        assertThat(Histogram.parse(new CheckDetails.Histogram(edges, shares))).isEmpty();
    }

    private static float[] normal(SplittableRandom random, int n, double mean) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            // The sum of twelve uniform numbers minus six is nearly normal.
            values[i] = (float) (random.doubles(12).sum() - 6 + mean);
        }
        return values;
    }
}
