package io.nextcart.training.calibrate;

import io.nextcart.engine.rank.Calibration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import smile.classification.IsotonicRegressionScaling;
import smile.classification.PlattScaling;

/**
 * Fits calibrations to a sample in which all positives weigh the same and so do all negatives, then corrects the odds
 * for the weights (King and Zeng, Logistic Regression in Rare Events Data, 2001).
 */
final class CalibrationFit {
    private CalibrationFit() {}

    /**
     * Isotonic regression (Zadrozny and Elkan, KDD 2002). Each pool becomes a point at its mean score, with linear
     * interpolation between points. A pool's rate is shrunk towards the overall rate with the weight of one average
     * pair, so that a few pairs never give probability 0 or 1.
     *
     * @param sample at least one positive and one negative
     */
    static Calibration isotonic(ScoredPairs.Sample sample) {
        int n = sample.scores().length;
        // Fits over ranks, not scores: the fit would keep equal scores apart, but pools their ranks, as positives come
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
            // Two means may round to the same float.
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
     * @return empty when higher scores do not mean more success, so that no rising curve fits
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
