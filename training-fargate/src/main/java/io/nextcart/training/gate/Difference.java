package io.nextcart.training.gate;

import io.nextcart.training.evaluate.PairedBootstrap;

/**
 * A mean difference between two models on the same cases, and how sure it is: by the paired bootstrap (Koehn, Statistical
 * Significance Tests for Machine Translation Evaluation, EMNLP 2004).
 *
 * @param mean over all cases; positive when the first model is better
 * @param low with 95 % confidence the true difference is not below it
 * @param high with 95 % confidence the true difference is not above it
 * @param better share of the resamples in which the first model is better, 0–1
 */
public record Difference(double mean, double low, double high, double better) {
    private static final double TAIL = 0.05;

    public Difference {
        if (!(low <= high) || !(better >= 0 && better <= 1)) {
            throw new IllegalArgumentException("difference lies from " + low + " to " + high
                    + " and is positive in a share of " + better + ", expected an interval and a share from 0 to 1");
        }
    }

    /**
     * Measures how much higher the mean of {@code ours} is than that of {@code theirs}.
     *
     * @param ours a value by case that the bootstrap knows
     * @param theirs of the same cases
     */
    static Difference of(PairedBootstrap bootstrap, float[] ours, float[] theirs) {
        double[] drawn = bootstrap.resampled(ours, theirs);
        int last = drawn.length - 1;
        int notBetter = 0;
        while (notBetter < drawn.length && drawn[notBetter] <= 0) {
            notBetter++;
        }
        return new Difference(
                bootstrap.mean(ours, theirs),
                drawn[(int) Math.floor(TAIL * last)],
                drawn[(int) Math.ceil((1 - TAIL) * last)],
                (double) (drawn.length - notBetter) / drawn.length);
    }
}
