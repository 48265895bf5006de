package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.store.document.EvaluationDetails.Interval;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    private static final int CASES = 2000;

    @Test
    void theIntervalOfIndependentCasesIsThatOfTheirMean() {
        Random random = new Random(1);
        float[] values = new float[CASES];
        int[] group = new int[CASES];
        double sum = 0;
        for (int i = 0; i < CASES; i++) {
            values[i] = random.nextInt(10) < 3 ? 1 : 0;
            group[i] = i;
            sum += values[i];
        }

        Interval interval = new PairedBootstrap(group, 7).mean(values);

        double mean = sum / CASES;
        double half = 1.96 * Math.sqrt(mean * (1 - mean) / CASES);
        assertThat(interval.value()).isCloseTo(mean, within(1e-9));
        assertThat(interval.low()).isCloseTo(mean - half, within(0.2 * half));
        assertThat(interval.high()).isCloseTo(mean + half, within(0.2 * half));
    }

    @Test
    void casesOfOneSessionMakeTheIntervalWider() {
        float[] values = new float[CASES];
        int[] alone = new int[CASES];
        int[] together = new int[CASES];
        Random random = new Random(2);
        for (int i = 0; i < CASES; i++) {
            values[i] = i % 20 == 0 ? random.nextInt(2) : values[i - 1];
            alone[i] = i;
            together[i] = i / 20;
        }

        Interval narrow = new PairedBootstrap(alone, 7).mean(values);
        Interval wide = new PairedBootstrap(together, 7).mean(values);

        assertThat(wide.high() - wide.low()).isGreaterThan(3 * (narrow.high() - narrow.low()));
    }

    @Test
    void aSmallButConstantLeadIsCertain() {
        Random random = new Random(3);
        float[] ours = new float[CASES];
        float[] theirs = new float[CASES];
        int[] group = new int[CASES];
        for (int i = 0; i < CASES; i++) {
            theirs[i] = random.nextFloat();
            ours[i] = theirs[i] + 0.01f;
            group[i] = i;
        }
        PairedBootstrap bootstrap = new PairedBootstrap(group, 7);

        assertThat(bootstrap.difference(ours, theirs).low()).isPositive();
        assertThat(bootstrap.difference(theirs, ours).low()).isNotPositive();
        assertThat(bootstrap.difference(ours, ours)).isEqualTo(new Interval(0, 0, 0));
    }

    @Test
    void valuesOfOtherCasesAreRefused() {
        PairedBootstrap bootstrap = new PairedBootstrap(new int[] {1, 1}, 7);

        assertThatThrownBy(() -> bootstrap.mean(new float[3])).hasMessageContaining("expected 2 each");
        assertThatThrownBy(() -> new PairedBootstrap(new int[0], 7)).hasMessageContaining("no cases");
    }
}
