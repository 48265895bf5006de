package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.FactorTable;
import java.util.Arrays;

/**
 * Scores every item of a shop by ALS factors. The factorisation has no row for an unseen session, so a shopper's vector
 * is the sum of the vectors of the items seen, weighted 0.8^i from the newest. Not thread-safe.
 */
final class FactorScan {
    private static final float DECAY = 0.8f;
    private static final int BLOCK = 4096;

    private final FactorTable factors;
    private final float[] byFactor;
    private final float[] scores;

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
    }

    /** A shopper's vector: zeros when the factors know none of the items seen. */
    float[] vector(SessionState session) {
        float[] vector = new float[factors.factors()];
        float weight = 1;
        for (int d = 0; d < session.knownCount(); d++) {
            factors.add(session.knownItem(d), weight, vector);
            weight *= DECAY;
        }
        return vector;
    }

    /**
     * Finds the items with the largest inner products above 0: score descending, then item index ascending.
     *
     * @param best receives the items, as many as there are up to its length
     * @param bestScores receives their scores, as long as {@code best}
     * @return how many were found
     */
    int best(float[] vector, int[] best, float[] bestScores) {
        score(vector);
        int size = 0;
        for (int item = 0; item < scores.length; item++) {
            float score = scores[item];
            if (score <= 0 || (size == best.length && score <= bestScores[size - 1])) {
                continue;
            }
            int at = size < best.length ? size++ : size - 1;
            for (; at > 0 && score > bestScores[at - 1]; at--) {
                best[at] = best[at - 1];
                bestScores[at] = bestScores[at - 1];
            }
            best[at] = item;
            bestScores[at] = score;
        }
        return size;
    }

    private void score(float[] vector) {
        int items = scores.length;
        Arrays.fill(scores, 0);
        for (int from = 0; from < items; from += BLOCK) {
            int to = Math.min(items, from + BLOCK);
            for (int f = 0; f < vector.length; f++) {
                float weight = vector[f];
                int shift = f * items;
                // Items side by side: independent sums, which the compiler vectorises.
                for (int item = from; item < to; item++) {
                    scores[item] += weight * byFactor[shift + item];
                }
            }
        }
    }
}
