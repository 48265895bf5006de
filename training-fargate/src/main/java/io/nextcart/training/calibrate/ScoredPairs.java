package io.nextcart.training.calibrate;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import java.util.Arrays;
import java.util.BitSet;

/** Raw scores of ranked items, and whether the shopper took the target action on each. */
final class ScoredPairs {
    private final FloatArrayList scores = new FloatArrayList();
    private final BitSet positive = new BitSet();
    private final DoubleArrayList weights = new DoubleArrayList();
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
        positive.set(size(), isPositive);
        scores.add(score + 0f); // −0 becomes 0
        weights.add(weight);
        positives += isPositive ? 1 : 0;
    }

    int size() {
        return scores.size();
    }

    int positives() {
        return positives;
    }

    float score(int pair) {
        return scores.getFloat(pair);
    }

    boolean positive(int pair) {
        return positive.get(pair);
    }

    double weight(int pair) {
        return weights.getDouble(pair);
    }

    /**
     * Pairs in which all of a kind weigh the same.
     *
     * @param scores ascending
     * @param labels 1 for a positive, 0 for a negative; positives come first among equal scores
     * @param positiveWeight how many pairs each positive stands for
     * @param negativeWeight how many pairs each negative stands for
     */
    record Sample(double[] scores, int[] labels, double positiveWeight, double negativeWeight) {}

    /**
     * Thins each kind until every remaining pair stands for as many as the heaviest did, evenly over the scores, so
     * that the curve through them does not change.
     */
    Sample sample() {
        double[] heaviest = new double[2];
        long[] keys = new long[size()];
        for (int i = 0; i < size(); i++) {
            int kind = positive(i) ? 1 : 0;
            heaviest[kind] = Math.max(heaviest[kind], weight(i));
            int bits = Float.floatToIntBits(score(i));
            int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
            keys[i] = ((long) ordered << 32) | (1L - kind) << 31 | i;
        }
        Arrays.sort(keys);
        double[] kept = new double[size()];
        int[] labels = new int[size()];
        int n = 0;
        double[] due = new double[2];
        for (long key : keys) {
            int pair = (int) key & Integer.MAX_VALUE;
            int kind = positive(pair) ? 1 : 0;
            due[kind] += weight(pair) / heaviest[kind];
            if (due[kind] >= 1) {
                due[kind]--;
                kept[n] = score(pair);
                labels[n++] = kind;
            }
        }
        return new Sample(Arrays.copyOf(kept, n), Arrays.copyOf(labels, n), heaviest[1], heaviest[0]);
    }
}
