package io.nextcart.training.evaluate;

import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.GateDetails.Difference;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Intervals of means, and of differences of means between rankers that answered the same cases: the percentile
 * bootstrap over sessions or shoppers (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13). Cases
 * of one group are dependent, so whole groups are drawn, the same ones for both rankers.
 */
public final class PairedBootstrap {
    /** Number of resamples. */
    public static final int RESAMPLES = 1000;

    private static final double LOW = 0.025;
    private static final double HIGH = 0.975;
    private static final double TAIL = 0.05;

    private final int[] group;
    private final int groups;
    private final int[] casesOf;
    private final long seed;

    /** @param group the session or shopper of each case, at least one case; numbers only tell groups apart */
    public PairedBootstrap(int[] group, long seed) {
        int[] distinct = Arrays.stream(group).distinct().sorted().toArray();
        if (distinct.length == 0) {
            throw new IllegalArgumentException("no cases, expected at least one");
        }
        this.group = Arrays.stream(group)
                .map(one -> Arrays.binarySearch(distinct, one))
                .toArray();
        this.groups = distinct.length;
        this.casesOf = new int[groups];
        for (int one : this.group) {
            casesOf[one]++;
        }
        this.seed = seed;
    }

    /** The mean of a metric over cases. */
    public Interval mean(float[] values) {
        return difference(values, new float[values.length]);
    }

    /**
     * How much higher the mean of {@code ours} is than that of {@code theirs}.
     *
     * @param ours a value per case, in the order of the groups
     * @param theirs values of the same cases
     */
    public Interval difference(float[] ours, float[] theirs) {
        double[] resampled = resampled(ours, theirs);
        int last = RESAMPLES - 1;
        return new Interval(
                mean(ours, theirs), resampled[(int) Math.floor(LOW * last)], resampled[(int) Math.ceil(HIGH * last)]);
    }

    /** The difference with one-sided bounds of 95 % each, and the share of resamples in which it is positive. */
    public Difference oneSided(float[] ours, float[] theirs) {
        double[] resampled = resampled(ours, theirs);
        int last = RESAMPLES - 1;
        return new Difference(
                mean(ours, theirs),
                resampled[(int) Math.floor(TAIL * last)],
                resampled[(int) Math.ceil((1 - TAIL) * last)],
                Arrays.stream(resampled).filter(mean -> mean > 0).count() / (double) RESAMPLES);
    }

    private double mean(float[] ours, float[] theirs) {
        double sum = 0;
        for (int i = 0; i < group.length; i++) {
            sum += (double) ours[i] - theirs[i];
        }
        return sum / group.length;
    }

    /** The difference of the means in each resample, ascending. */
    private double[] resampled(float[] ours, float[] theirs) {
        if (ours.length != group.length || theirs.length != group.length) {
            throw new IllegalArgumentException("values of " + ours.length + " and " + theirs.length
                    + " cases, expected " + group.length + " each");
        }
        double[] sumOf = new double[groups];
        for (int i = 0; i < group.length; i++) {
            sumOf[group[i]] += (double) ours[i] - theirs[i];
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] resampled = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            double drawnSum = 0;
            long drawnCases = 0;
            for (int g = 0; g < groups; g++) {
                int drawn = random.nextInt(groups);
                drawnSum += sumOf[drawn];
                drawnCases += casesOf[drawn];
            }
            resampled[r] = drawnSum / drawnCases;
        }
        Arrays.sort(resampled);
        return resampled;
    }
}
