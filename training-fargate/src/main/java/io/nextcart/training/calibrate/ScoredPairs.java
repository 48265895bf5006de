package io.nextcart.training.calibrate;

import java.util.Arrays;

/** Raw scores of items that were ranked, and whether the shopper did with the item what was hoped for. */
final class ScoredPairs {
    private float[] scores = new float[1024];
    private boolean[] positive = new boolean[1024];
    private double[] weights = new double[1024];
    private int size;
    private int positives;

    /**
     * @param score finite
     * @param weight how many pairs it stands for, above 0
     */
    void add(float score, boolean isPositive, double weight) {
        if (!Float.isFinite(score) || !(weight > 0)) {
            throw new IllegalArgumentException(
                    "score is " + score + ", weight is " + weight + ", expected a finite one, and one above 0");
        }
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, 2 * size);
            positive = Arrays.copyOf(positive, 2 * size);
            weights = Arrays.copyOf(weights, 2 * size);
        }
        scores[size] = score + 0f; // −0 becomes 0
        positive[size] = isPositive;
        weights[size++] = weight;
        positives += isPositive ? 1 : 0;
    }

    int size() {
        return size;
    }

    int positives() {
        return positives;
    }

    float score(int pair) {
        return scores[pair];
    }

    boolean positive(int pair) {
        return positive[pair];
    }

    double weight(int pair) {
        return weights[pair];
    }

    /**
     * Pairs that count once each within their kind.
     *
     * @param scores ascending
     * @param labels 1 for a positive, 0 for a negative; of equal scores the positives come first
     * @param positiveWeight how many each positive stands for
     * @param negativeWeight how many each negative stands for
     */
    record Sample(double[] scores, int[] labels, double positiveWeight, double negativeWeight) {}

    /**
     * Thins each kind until all that are left stand for as many as the heaviest did: evenly over the scores, so that the
     * curve through them stays as it is.
     */
    Sample sample() {
        double[] heaviest = new double[2];
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            int kind = positive[i] ? 1 : 0;
            heaviest[kind] = Math.max(heaviest[kind], weights[i]);
            int bits = Float.floatToIntBits(scores[i]);
            int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[i] = ((long) ordered << 32) | (1L - kind) << 31 | i;
        }
        Arrays.sort(keys);
        double[] kept = new double[size];
        int[] labels = new int[size];
        int n = 0;
        double[] due = new double[2];
        for (long key : keys) {
            int pair = (int) key & Integer.MAX_VALUE;
            int kind = positive[pair] ? 1 : 0;
            due[kind] += weights[pair] / heaviest[kind];
            if (due[kind] >= 1) {
                due[kind]--;
                kept[n] = scores[pair];
                labels[n++] = kind;
            }
        }
        return new Sample(Arrays.copyOf(kept, n), Arrays.copyOf(labels, n), heaviest[1], heaviest[0]);
    }
}
