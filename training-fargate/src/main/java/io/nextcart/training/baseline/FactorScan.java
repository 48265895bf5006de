package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.FactorTable;
import java.util.Arrays;

/**
 * Scores every item of a shop by ALS factors. A shopper's vector is the sum of the vectors of the items seen, each weighted
 * 0.8^i from the newest: the factorisation has no row for a session that it has not seen. Not thread-safe.
 */
final class FactorScan {
    private static final float DECAY = 0.8f;
    private static final int BLOCK = 4096;

    private final FactorTable factors;
    private final float[] byFactor;
    private final float[] scores;
    private final float[] vector;

    FactorScan(FactorTable factors) {
        this.factors = factors;
        int items = factors.size();
        byFactor = new float[Math.multiplyExact(items, factors.factors())];
        float[] row = new float[factors.factors()];
        for (int item = 0; item < items; item++) {
            factors.copy(item, row);
            for (int f = 0; f < row.length; f++) {
                byFactor[f * items + item] = row[f];
            }
        }
        scores = new float[items];
        vector = new float[factors.factors()];
    }

    /** Looks at a shopper's items; false when there are none, or none that the factors know. */
    boolean of(SessionState session) {
        Arrays.fill(vector, 0);
        float weight = 1;
        for (int d = 0; d < session.distinctCount(); d++) {
            factors.add(session.distinctItem(d), weight, vector);
            weight *= DECAY;
        }
        return isKnown();
    }

    /** Looks at one item; false when the factors do not know it. */
    boolean of(int item) {
        factors.copy(item, vector);
        return isKnown();
    }

    /** Puts the best items, scores above 0 only, into {@code top}. */
    void best(TopItems top) {
        top.clear();
        int items = scores.length;
        for (int from = 0; from < items; from += BLOCK) {
            int to = Math.min(items, from + BLOCK);
            Arrays.fill(scores, from, to, 0);
            for (int f = 0; f < vector.length; f++) {
                float weight = vector[f];
                int shift = f * items;
                // Items side by side: independent sums, which the compiler turns into vector instructions.
                for (int item = from; item < to; item++) {
                    scores[item] += weight * byFactor[shift + item];
                }
            }
        }
        for (int item = 0; item < items; item++) {
            if (scores[item] > 0) {
                top.offer(item, scores[item]);
            }
        }
    }

    private boolean isKnown() {
        for (float one : vector) {
            if (one != 0) {
                return true;
            }
        }
        return false;
    }
}
