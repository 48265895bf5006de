package io.nextcart.training.calibrate;

import io.nextcart.engine.rank.Calibration;
import java.util.Optional;

/**
 * Platt's scaling: a logistic curve through the scores (Platt, Probabilistic Outputs for Support Vector Machines, 1999),
 * with his targets, fitted by Newton's method with backtracking as Lin, Lin and Weng (Machine Learning 68, 2007) do, in
 * their numerically stable form.
 */
final class PlattFit {
    private static final int MOST_ROUNDS = 100;
    private static final double SMALLEST_STEP = 1e-10;
    private static final double RIDGE = 1e-12;
    private static final double ENOUGH = 1e-5;

    private final ScoredPairs pairs;
    private final double high;
    private final double low;

    private PlattFit(ScoredPairs pairs) {
        this.pairs = pairs;
        // The targets count pairs, not weights: what was never seen of them they cannot have taught.
        high = (pairs.positives() + 1.0) / (pairs.positives() + 2.0);
        low = 1.0 / (pairs.size() - pairs.positives() + 2.0);
    }

    /**
     * Fits.
     *
     * @param pairs at least one positive and one negative
     * @return empty when higher scores do not mean more success: no rising curve fits
     */
    static Optional<Calibration> fit(ScoredPairs pairs) {
        return new PlattFit(pairs).newton();
    }

    private Optional<Calibration> newton() {
        double slope = 0;
        double intercept = Math.log(pairs.rate() / (1 - pairs.rate()));
        double loss = loss(slope, intercept);
        double total = 0;
        for (int i = 0; i < pairs.size(); i++) {
            total += pairs.weight(i);
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double h11 = RIDGE;
            double h22 = RIDGE;
            double h21 = 0;
            double g1 = 0;
            double g2 = 0;
            for (int i = 0; i < pairs.size(); i++) {
                double p = 1 / (1 + Math.exp(-(slope * pairs.score(i) + intercept)));
                double curve = pairs.weight(i) * p * (1 - p);
                double error = pairs.weight(i) * (p - target(i));
                h11 += pairs.score(i) * pairs.score(i) * curve;
                h22 += curve;
                h21 += pairs.score(i) * curve;
                g1 += pairs.score(i) * error;
                g2 += error;
            }
            if (Math.abs(g1) < ENOUGH * total * pairs.rate() && Math.abs(g2) < ENOUGH * total * pairs.rate()) {
                break;
            }
            double determinant = h11 * h22 - h21 * h21;
            double stepSlope = -(h22 * g1 - h21 * g2) / determinant;
            double stepIntercept = -(h11 * g2 - h21 * g1) / determinant;
            double descent = g1 * stepSlope + g2 * stepIntercept;
            double step = 1;
            double next = loss(slope + step * stepSlope, intercept + step * stepIntercept);
            while (!(next < loss + 1e-4 * step * descent) && step > SMALLEST_STEP) {
                step /= 2;
                next = loss(slope + step * stepSlope, intercept + step * stepIntercept);
            }
            if (step <= SMALLEST_STEP) {
                break;
            }
            slope += step * stepSlope;
            intercept += step * stepIntercept;
            loss = next;
        }
        boolean rises = (float) slope > 0 && Float.isFinite((float) slope) && Float.isFinite((float) intercept);
        return rises ? Optional.of(Calibration.logistic((float) slope, (float) intercept)) : Optional.empty();
    }

    private double target(int pair) {
        return pairs.positive(pair) ? high : low;
    }

    private double loss(double slope, double intercept) {
        double loss = 0;
        for (int i = 0; i < pairs.size(); i++) {
            double z = slope * pairs.score(i) + intercept;
            double t = target(i);
            loss += pairs.weight(i)
                    * (z >= 0 ? (1 - t) * z + Math.log1p(Math.exp(-z)) : -t * z + Math.log1p(Math.exp(z)));
        }
        return loss;
    }
}
