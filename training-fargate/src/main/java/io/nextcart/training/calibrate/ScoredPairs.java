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
        scores[size] = score;
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

    /** Share of the weight that is positive. */
    double rate() {
        double all = 0;
        double good = 0;
        for (int i = 0; i < size; i++) {
            all += weights[i];
            good += positive[i] ? weights[i] : 0;
        }
        return good / all;
    }

    /** Pairs in order of their scores, equal ones in the order of {@link #add}. */
    int[] byScore() {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f); // −0 becomes 0
            int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[i] = ((long) ordered << 32) | i;
        }
        Arrays.sort(keys);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }
}
