package io.nextcart.local.demo;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A rate whose numerator and denominator come in independent groups: clicks per item shown, by shopper, or hits per
 * case, by session. Its interval is the percentile bootstrap over groups (Efron and Tibshirani, An Introduction to the
 * Bootstrap, 1993, chapter 13).
 *
 * @param hits by group, at least 0
 * @param trials by group, at least 0
 */
record Rate(double[] hits, double[] trials) {
    private static final int RESAMPLES = 2000;
    private static final long SEED = 1993;
    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;

    Rate {
        if (hits.length == 0 || hits.length != trials.length) {
            throw new IllegalArgumentException("hits of " + hits.length + " groups, trials of " + trials.length
                    + ", expected the same number, at least 1");
        }
    }

    /** A value and its 95 % interval. */
    record Interval(double value, double low, double high) {
        boolean isAbove(double other) {
            return low > other;
        }

        /** Whether there was enough data. */
        boolean isFinite() {
            return Double.isFinite(value) && Double.isFinite(high);
        }

        /** The value with its interval in brackets, in another unit. */
        String text(double scale, String unit) {
            return String.format(Locale.ROOT, "%.2f%s (%.2f–%.2f)", scale * value, unit, scale * low, scale * high);
        }
    }

    /** Hits per trial; NaN without trials. */
    double value() {
        return Arrays.stream(hits).sum() / Arrays.stream(trials).sum();
    }

    Interval interval() {
        return interval(value(), resampled(SEED));
    }

    /** How much higher this rate is than that of other groups, relative to the other: 0.5 is half as much again. */
    Interval liftOver(Rate other) {
        double[] ours = resampled(SEED);
        double[] theirs = other.resampled(SEED + 1);
        for (int i = 0; i < ours.length; i++) {
            ours[i] = ours[i] / theirs[i] - 1;
        }
        return interval(value() / other.value() - 1, ours);
    }

    private static Interval interval(double value, double[] resampled) {
        Arrays.sort(resampled);
        int last = resampled.length - 1;
        return new Interval(value, resampled[(int) Math.floor(LOW * last)], resampled[(int) Math.ceil(HIGH * last)]);
    }

    private double[] resampled(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double hit = 0;
            double trial = 0;
            for (int g = 0; g < hits.length; g++) {
                int drawn = random.nextInt(hits.length);
                hit += hits[drawn];
                trial += trials[drawn];
            }
            values[r] = hit / trial;
        }
        return values;
    }
}
