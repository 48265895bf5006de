package io.nextcart.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RateTest {
    @Test
    void rateIsHitsByTrialsOfAllGroups() {
        assertThat(new Rate(new double[] {1, 0, 2}, new double[] {10, 10, 20}).value())
                .isEqualTo(3.0 / 40);
    }

    @Test
    void groupsThatAllAgreeLeaveNoDoubt() {
        Rate.Interval interval = new Rate(new double[] {2, 2, 2}, new double[] {10, 10, 10}).interval();

        assertThat(interval).isEqualTo(new Rate.Interval(0.2, 0.2, 0.2));
    }

    @Test
    void intervalIsThatOfTheNormalLawWhenThereAreManyGroups() {
        int groups = 4000;
        SplittableRandom random = new SplittableRandom(7);
        double[] hits = new double[groups];
        double[] trials = new double[groups];
        for (int g = 0; g < groups; g++) {
            hits[g] = random.nextDouble() < 0.3 ? 1 : 0;
            trials[g] = 1;
        }
        Rate rate = new Rate(hits, trials);
        double deviation = Math.sqrt(rate.value() * (1 - rate.value()) / groups);

        Rate.Interval interval = rate.interval();

        assertThat(interval.low()).isCloseTo(rate.value() - 1.96 * deviation, within(0.15 * deviation));
        assertThat(interval.high()).isCloseTo(rate.value() + 1.96 * deviation, within(0.15 * deviation));
    }

    @Test
    void intervalIsWiderWhenHitsComeInClumps() {
        double[] even = new double[100];
        double[] clumped = new double[100];
        double[] trials = new double[100];
        Arrays.fill(even, 1);
        Arrays.fill(trials, 10);
        for (int g = 0; g < 100; g += 10) {
            clumped[g] = 10;
        }

        Rate.Interval narrow = new Rate(even, trials).interval();
        Rate.Interval wide = new Rate(clumped, trials).interval();

        assertThat(wide.value()).isEqualTo(narrow.value());
        assertThat(wide.high() - wide.low()).isGreaterThan(narrow.high() - narrow.low());
    }

    @Test
    void liftOfTwiceTheRateIsOne() {
        double[] trials = {10, 10, 10};
        Rate.Interval lift =
                new Rate(new double[] {4, 4, 4}, trials).liftOver(new Rate(new double[] {2, 2, 2}, trials));

        assertThat(lift).isEqualTo(new Rate.Interval(1, 1, 1));
        assertThat(lift.isAbove(0)).isTrue();
    }

    @Test
    void liftOfEqualRatesHoldsZeroInItsInterval() {
        SplittableRandom random = new SplittableRandom(11);
        double[] a = new double[500];
        double[] b = new double[500];
        double[] trials = new double[500];
        Arrays.fill(trials, 10);
        for (int g = 0; g < 500; g++) {
            a[g] = random.nextInt(4);
            b[g] = random.nextInt(4);
        }

        Rate.Interval lift = new Rate(a, trials).liftOver(new Rate(b, trials));

        assertThat(lift.low()).isNegative();
        assertThat(lift.high()).isPositive();
    }

    @Test
    void sameCountsGiveTheSameInterval() {
        Rate rate = new Rate(new double[] {1, 5, 2, 0, 3}, new double[] {10, 20, 10, 10, 10});

        assertThat(rate.interval()).isEqualTo(rate.interval());
    }

    @Test
    void groupsWithoutCountsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(new double[0], new double[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(new double[1], new double[2]));
    }
}
