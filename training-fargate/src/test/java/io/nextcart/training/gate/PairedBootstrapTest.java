package io.nextcart.training.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedBootstrapTest {
    private static final int RESAMPLES = 1000;

    @Test
    void aConstantDifferenceIsCertain() {
        PairedBootstrap bootstrap = new PairedBootstrap(new int[] {7, 7, 9, 3}, RESAMPLES, 1);

        assertThat(bootstrap.shoppers()).isEqualTo(3);
        assertThat(bootstrap.of(new double[][] {{0.25, 0.25, 0.25, 0.25}, {0, 0, 0, 0}, {-1, -1, -1, -1}}))
                .containsExactly(
                        new Difference(0.25, 0.25, 0.25, 1), new Difference(0, 0, 0, 0), new Difference(-1, -1, -1, 0));
    }

    @Test
    void theIntervalOfManyIndependentCasesIsTheNormalOne() {
        int cases = 2000;
        double[] difference = IntStream.range(0, cases)
                .mapToDouble(i -> i % 10 == 0 ? 1 : i % 20 == 1 ? -1 : 0)
                .toArray();

        Difference found = one(IntStream.range(0, cases).toArray(), difference, 2);

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

        Difference ofOnce = one(IntStream.range(0, 50).toArray(), once, 4);
        Difference ofTen = one(IntStream.range(0, 500).map(i -> i / 10).toArray(), tenTimes, 4);
        Difference taken = one(IntStream.range(0, 500).toArray(), tenTimes, 4);

        assertThat(ofTen.high() - ofTen.low()).isCloseTo(ofOnce.high() - ofOnce.low(), within(1e-9));
        assertThat(taken.high() - taken.low()).isLessThan((ofOnce.high() - ofOnce.low()) / 2);
    }

    /** Shoppers differ in taste and in how much they ask: the interval has to hold what is true of all shoppers. */
    @Test
    void inNineteenOfTwentyLogsTheTruthIsAboveTheLowEnd() {
        long seed = 5;
        SplittableRandom random = new SplittableRandom(seed);
        int logs = 400;
        double truth = 0.1;
        int aboveLow = 0;
        int belowHigh = 0;
        for (int log = 0; log < logs; log++) {
            int shoppers = 50; // the fewest that the gate judges by
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
            Difference found = new PairedBootstrap(shopper, 200, log)
                    .of(new double[][] {difference})
                    .get(0);
            aboveLow += found.low() <= truth ? 1 : 0;
            belowHigh += found.high() >= truth ? 1 : 0;
        }
        assertThat((double) aboveLow / logs).as("seed %d", seed).isBetween(0.92, 0.98);
        assertThat((double) belowHigh / logs).as("seed %d", seed).isBetween(0.92, 0.98);
    }

    @Test
    void theSameSeedGivesTheSameInterval() {
        double[] difference = new SplittableRandom(6).doubles(100, -1, 1).toArray();
        int[] shoppers = IntStream.range(0, 100).map(i -> i / 3).toArray();

        assertThat(one(shoppers, difference, 7)).isEqualTo(one(shoppers, difference, 7));
        assertThat(one(shoppers, difference, 7)).isNotEqualTo(one(shoppers, difference, 8));
    }

    @Test
    void differencesOfOtherCasesAreRefused() {
        PairedBootstrap bootstrap = new PairedBootstrap(new int[3], RESAMPLES, 1);

        assertThatThrownBy(() -> bootstrap.of(new double[][] {{1, 2}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("differences of 2 cases, expected the same 3 as the shoppers have");
        assertThatThrownBy(() -> new PairedBootstrap(new int[0], RESAMPLES, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 case");
    }

    private static Difference one(int[] shoppers, double[] difference, long seed) {
        return new PairedBootstrap(shoppers, RESAMPLES, seed)
                .of(new double[][] {difference})
                .get(0);
    }
}
