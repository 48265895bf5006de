package io.nextcart.training.calibrate;

import io.nextcart.store.document.ReliabilityDetails;
import io.nextcart.store.document.ReliabilityDetails.Bin;
import java.util.ArrayList;
import java.util.List;

/**
 * How well probabilities hold: predicted beside observed rates, in bins of the probability (a reliability table; Murphy
 * and Winkler, Applied Statistics 1977). Bins are narrow near 0, where the probabilities of a shop lie.
 *
 * <p>Log loss is the mean of −ln of the probability of the actual outcome; the Brier score the mean squared error
 * (Brier, Monthly Weather Review 1950); the expected calibration error the weighted mean over bins of |predicted −
 * observed| (Naeini, Cooper and Hauskrecht, AAAI 2015). Not thread-safe.
 */
public final class Reliability {
    private static final double[] EDGES = {0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1};
    private static final double LEAST = 1e-9;

    private final double[] weight = new double[EDGES.length - 1];
    private final double[] promised = new double[EDGES.length - 1];
    private final double[] came = new double[EDGES.length - 1];
    private double logLoss;
    private double squares;

    /**
     * Adds a prediction and its outcome.
     *
     * @param probability 0–1
     * @param weight how many it stands for, above 0
     */
    public void add(double probability, boolean happened, double weight) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is " + probability + ", expected 0 to 1");
        }
        int bin = 0;
        while (bin < EDGES.length - 2 && probability >= EDGES[bin + 1]) {
            bin++;
        }
        this.weight[bin] += weight;
        promised[bin] += weight * probability;
        came[bin] += happened ? weight : 0;
        logLoss -= weight * Math.log(Math.max(LEAST, happened ? probability : 1 - probability));
        double error = probability - (happened ? 1 : 0);
        squares += weight * error * error;
    }

    /** The bins that are not empty, lowest first. */
    public List<Bin> bins() {
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < weight.length; b++) {
            if (weight[b] > 0) {
                bins.add(new Bin(EDGES[b], EDGES[b + 1], weight[b], promised[b] / weight[b], came[b] / weight[b]));
            }
        }
        return bins;
    }

    /** The total weight. */
    public double items() {
        double sum = 0;
        for (double one : weight) {
            sum += one;
        }
        return sum;
    }

    /** Log loss, 0 or more; lower is better. */
    public double logLoss() {
        return logLoss / items();
    }

    /** Brier score, 0–1; lower is better. */
    public double brier() {
        return squares / items();
    }

    /** Expected calibration error, 0–1; lower is better. */
    public double calibrationError() {
        return bins().stream()
                        .mapToDouble(bin -> bin.items() * Math.abs(bin.promised() - bin.came()))
                        .sum()
                / items();
    }

    /** All figures, for documents. */
    public ReliabilityDetails details() {
        return new ReliabilityDetails(logLoss(), brier(), calibrationError(), bins());
    }
}
