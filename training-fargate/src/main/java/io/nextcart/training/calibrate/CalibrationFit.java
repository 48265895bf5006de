package io.nextcart.training.calibrate;

import io.nextcart.engine.rank.Calibration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import smile.classification.IsotonicRegressionScaling;
import smile.classification.PlattScaling;

/**
 * Fits calibrations to a sample in which positives and negatives each count once, then corrects the odds for what one of either
 * kind stands for (King and Zeng, Logistic Regression in Rare Events Data, 2001).
 */
final class CalibrationFit {
    private CalibrationFit() {}

    /**
     * Isotonic regression (Zadrozny and Elkan, KDD 2002). A pool becomes a point at its mean score; between points the
     * calibration is linear. A pool's rate is drawn towards the overall rate by the weight of one average pair, so that a few
     * pairs make neither certainty nor impossibility.
     *
     * @param sample at least one positive and one negative
     */
    static Calibration isotonic(ScoredPairs.Sample sample) {
        int n = sample.scores().length;
        // By place, not by score: the fit would keep equal scores apart, and places pool them, since positives come
        // first.
        double[] places = IntStream.range(0, n).asDoubleStream().toArray();
        IsotonicRegressionScaling fitted = IsotonicRegressionScaling.fit(places, sample.labels());
        double good = Arrays.stream(sample.labels()).sum() * sample.positiveWeight();
        double all = good + (n - Arrays.stream(sample.labels()).sum()) * sample.negativeWeight();
        double prior = all / n;
        float[] scores = new float[n];
        float[] probabilities = new float[n];
        int points = 0;
        float highest = 0;
        int from = 0;
        while (from < n) {
            double rate = fitted.predict(from);
            double scoreSum = 0;
            double positive = 0;
            double weight = 0;
            int to = from;
            for (; to < n && fitted.predict(to) == rate; to++) {
                double one = sample.labels()[to] == 1 ? sample.positiveWeight() : sample.negativeWeight();
                scoreSum += one * sample.scores()[to];
                positive += sample.labels()[to] * one;
                weight += one;
            }
            from = to;
            float score = (float) (scoreSum / weight);
            highest = Math.max(highest, (float) ((positive + prior * good / all) / (weight + prior)));
            // Two means may be one float.
            if (points == 0 || score > scores[points - 1]) {
                scores[points] = score;
                probabilities[points++] = highest;
            }
        }
        return Calibration.isotonic(Arrays.copyOf(scores, points), Arrays.copyOf(probabilities, points));
    }

    /**
     * A logistic curve (Platt, Probabilistic Outputs for Support Vector Machines, 1999).
     *
     * @param sample at least one positive and one negative
     * @return empty when higher scores do not mean more success: no rising curve fits
     */
    static Optional<Calibration> platt(ScoredPairs.Sample sample) {
        PlattScaling fitted = PlattScaling.fit(sample.scores(), sample.labels());
        double atZero = logit(fitted.scale(0));
        float slope = (float) (logit(fitted.scale(1)) - atZero);
        float intercept = (float) (atZero + Math.log(sample.positiveWeight() / sample.negativeWeight()));
        boolean rises = slope > 0 && Float.isFinite(slope) && Float.isFinite(intercept);
        return rises ? Optional.of(Calibration.logistic(slope, intercept)) : Optional.empty();
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }
}
