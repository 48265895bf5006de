package io.nextcart.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nextcart.store.document.GateDetails.Difference;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneSidedDifferenceTest {
    @Test
    void aConstantDifferenceIsCertain() {
        int[] shoppers = {7, 7, 9, 3};

        assertThat(of(shoppers, new double[] {0.25, 0.25, 0.25, 0.25}, 1))
                .isEqualTo(new Difference(0.25, 0.25, 0.25, 1));
        assertThat(of(shoppers, new double[4], 1)).isEqualTo(new Difference(0, 0, 0, 0));
        assertThat(of(shoppers, new double[] {-1, -1, -1, -1}, 1)).isEqualTo(new Difference(-1, -1, -1, 0));
    }

    @Test
    void theIntervalOfManyIndependentCasesIsTheNormalOne() {
        int cases = 2000;
        double[] difference = IntStream.range(0, cases)
                .mapToDouble(i -> i % 10 == 0 ? 1 : i % 20 == 1 ? -1 : 0)
                .toArray();

        Difference found = of(IntStream.range(0, cases).toArray(), difference, 2);

        double mean = 0.05;
        double error = Math.sqrt((0.15 - mean * mean) / cases);
        assertThat(found.mean()).isCloseTo(mean, within(1e-12));
        assertThat(found.low()).isCloseTo(mean - 1.645 * error, within(0.1 * error));
        assertThat(found.high()).isCloseTo(mean + 1.645 * error, within(0.1 * error));
        assertThat(found.better()).isEqualTo(1);
    }

    @Test
    void askingTheSameShopperTheSameAgainAddsNoEvidence() {
        SplittableRandom random = new SplittableRandom(3);
        double[] once = random.doubles(50, -1, 1).toArray();
        double[] tenTimes =
                IntStream.range(0, 500).mapToDouble(i -> once[i / 10]).toArray();

        Difference ofOnce = of(IntStream.range(0, 50).toArray(), once, 4);
        Difference ofTen = of(IntStream.range(0, 500).map(i -> i / 10).toArray(), tenTimes, 4);
        Difference taken = of(IntStream.range(0, 500).toArray(), tenTimes, 4);

        assertThat(ofTen.high() - ofTen.low()).isCloseTo(ofOnce.high() - ofOnce.low(), within(1e-6));
        assertThat(taken.high() - taken.low()).isLessThan((ofOnce.high() - ofOnce.low()) / 2);
    }

    /** Shoppers differ in taste and in number of requests: the interval must hold for the population of shoppers. */
    @Test
    void inNineteenOfTwentyLogsTheTruthIsAboveTheLowEnd() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int logs = 2000;
        double truth = 0.1;
        int aboveLow = 0;
        int belowHigh = 0;
        for (int log = 0; log < logs; log++) {
            int shoppers = 50; // the gate's minimum
            int[] asked = random.ints(shoppers, 1, 8).toArray();
            int[] shopper = new int[Arrays.stream(asked).sum()];
            double[] difference = new double[shopper.length];
            int at = 0;
            for (int s = 0; s < shoppers; s++) {
                double taste = truth + 0.2 * (random.nextInt(3) - 1);
                for (int i = 0; i < asked[s]; i++) {
                    shopper[at] = s;
                    difference[at++] = random.nextDouble() < Math.abs(taste) ? Math.signum(taste) : 0;
                }
            }
            Difference found = of(shopper, difference, log);
            aboveLow += found.low() <= truth ? 1 : 0;
            belowHigh += found.high() >= truth ? 1 : 0;
        }
        assertThat((double) aboveLow / logs).as("seed %d", seed).isBetween(0.92, 0.97);
        assertThat((double) belowHigh / logs).as("seed %d", seed).isBetween(0.92, 0.97);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] difference = new SplittableRandom(6).doubles(100, -1, 1).toArray();
        int[] shoppers = IntStream.range(0, 100).map(i -> i / 3).toArray();

        assertThat(of(shoppers, difference, 7)).isEqualTo(of(shoppers, difference, 7));
        assertThat(of(shoppers, difference, 7)).isNotEqualTo(of(shoppers, difference, 8));
    }

    private static Difference of(int[] shoppers, double[] difference, long seed) {
        float[] ours = new float[difference.length];
        for (int i = 0; i < ours.length; i++) {
            ours[i] = (float) difference[i];
        }
        return new PairedBootstrap(shoppers, seed).oneSided(ours, new float[ours.length]);
    }
}
