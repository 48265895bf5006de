package io.nextcart.training.fit;

import io.nextcart.data.BadInputException;
import io.nextcart.store.document.TrainingDetails;
import java.util.ArrayList;
import java.util.List;

/**
 * Settings of the ranker's fit.
 *
 * @param trees number of trees, 1–10,000
 * @param depth splits from root to leaf, 1–16
 * @param learningRate step of each tree, above 0, at most 1
 * @param seed same seed, data and threads give the same model; 0 or more
 * @param threads threads of the fit, 1–256
 */
public record FitSettings(int trees, int depth, double learningRate, long seed, int threads) {
    /** CatBoost's name of the loss: each example by itself. Losses that compare examples gain nothing: docs/evaluation.md. */
    static final String LOSS = "Logloss";

    public FitSettings {
        List<String> faults = new ArrayList<>();
        check(faults, trees >= 1 && trees <= 10_000, "trees", trees, "1 to 10000");
        check(faults, depth >= 1 && depth <= 16, "depth", depth, "1 to 16");
        check(faults, learningRate > 0 && learningRate <= 1, "learning rate", learningRate, "above 0, at most 1");
        check(faults, seed >= 0, "seed", seed, "0 or more");
        check(faults, threads >= 1 && threads <= MOST_THREADS, "threads", threads, "1 to " + MOST_THREADS);
        if (!faults.isEmpty()) {
            throw new BadInputException(String.join("; ", faults));
        }
    }

    /** Most threads of a training. */
    public static final int MOST_THREADS = 256;

    /** With fewer sessions than this the usual number of trees overfits: docs/evaluation.md. */
    private static final int FEW_SESSIONS = 6_000;

    /**
     * Depth 6; 250 trees with learning rate 0.12, or 150 with 0.05 for a small log.
     *
     * @param sessions number of sessions behind the examples
     */
    public static FitSettings standard(int sessions, long seed, int threads) {
        return sessions < FEW_SESSIONS
                ? new FitSettings(150, 6, 0.05, seed, threads)
                : new FitSettings(250, 6, 0.12, seed, threads);
    }

    /** For the manifest. */
    public TrainingDetails.Parameters details() {
        return new TrainingDetails.Parameters(seed, LOSS, trees, depth, learningRate, threads);
    }

    private static void check(List<String> faults, boolean good, String name, Object value, String expected) {
        if (!good) {
            faults.add(name + " is " + value + ", expected " + expected);
        }
    }
}
