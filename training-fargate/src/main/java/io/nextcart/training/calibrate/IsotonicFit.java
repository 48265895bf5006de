package io.nextcart.training.calibrate;

import io.nextcart.engine.rank.Calibration;
import java.util.Arrays;

/**
 * Isotonic regression by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical
 * Statistics 1955), as Zadrozny and Elkan (KDD 2002) calibrate classifiers by it. A pool becomes a point at its mean score;
 * between points the calibration is linear. A pool's rate is drawn towards the overall rate by the weight of one average
 * pair, so that a few pairs make neither certainty nor impossibility.
 */
final class IsotonicFit {
    private IsotonicFit() {}

    /**
     * Fits.
     *
     * @param pairs at least one positive and one negative
     */
    static Calibration fit(ScoredPairs pairs) {
        double[] weight = new double[pairs.size()];
        double[] good = new double[pairs.size()];
        double[] scoreSum = new double[pairs.size()];
        int pools = 0;
        double total = 0;
        float previous = Float.NaN;
        for (int pair : pairs.byScore()) {
            boolean same = pairs.score(pair) == previous;
            previous = pairs.score(pair);
            if (!same) {
                // Only before the next pool begins is the last one complete: equal scores must have one probability.
                pools = pool(weight, good, scoreSum, pools);
                weight[pools] = 0;
                good[pools] = 0;
                scoreSum[pools++] = 0;
            }
            weight[pools - 1] += pairs.weight(pair);
            good[pools - 1] += pairs.positive(pair) ? pairs.weight(pair) : 0;
            scoreSum[pools - 1] += pairs.weight(pair) * pairs.score(pair);
            total += pairs.weight(pair);
        }
        pools = pool(weight, good, scoreSum, pools);
        return points(weight, good, scoreSum, pools, total / pairs.size(), pairs.rate());
    }

    /** Merges the last pool with those before it as long as it is not above them; returns how many are left. */
    private static int pool(double[] weight, double[] good, double[] scoreSum, int pools) {
        int last = pools - 1;
        while (last > 0 && good[last] * weight[last - 1] <= good[last - 1] * weight[last]) {
            weight[last - 1] += weight[last];
            good[last - 1] += good[last];
            scoreSum[last - 1] += scoreSum[last];
            last--;
        }
        return last + 1;
    }

    private static Calibration points(
            double[] weight, double[] good, double[] scoreSum, int pools, double prior, double rate) {
        float[] scores = new float[pools];
        float[] probabilities = new float[pools];
        int n = 0;
        float highest = 0;
        for (int p = 0; p < pools; p++) {
            float score = (float) (scoreSum[p] / weight[p]);
            highest = Math.max(highest, (float) ((good[p] + prior * rate) / (weight[p] + prior)));
            if (n > 0 && score <= scores[n - 1]) {
                continue; // two means that no float tells apart
            }
            scores[n] = score;
            probabilities[n++] = highest;
        }
        return Calibration.isotonic(Arrays.copyOf(scores, n), Arrays.copyOf(probabilities, n));
    }
}
