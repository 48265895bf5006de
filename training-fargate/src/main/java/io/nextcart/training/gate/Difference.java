package io.nextcart.training.gate;

/**
 * A mean difference between two models on the same cases, and how sure it is.
 *
 * @param mean over all cases; positive when the first model is better
 * @param low with 95 % confidence the true difference is not below it
 * @param high with 95 % confidence the true difference is not above it
 * @param better share of the resamples in which the first model is better, 0–1
 */
public record Difference(double mean, double low, double high, double better) {
    public Difference {
        if (!(low <= high) || !(better >= 0 && better <= 1)) {
            throw new IllegalArgumentException("difference lies from " + low + " to " + high
                    + " and is positive in a share of " + better + ", expected an interval and a share from 0 to 1");
        }
    }
}
