package io.nextcart.training.fit;

import io.nextcart.data.BadInputException;
import io.nextcart.store.document.TrainingDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of the ranker's fit.
 *
 * @param loss {@code Logloss} (each example by itself), {@code QuerySoftMax} or {@code YetiRank} (examples of one group
 *     against each other), optionally with CatBoost's parameters after a colon
 * @param trees number of trees, 1–10,000
 * @param depth splits from root to leaf, 1–16
 * @param learningRate step of each tree, above 0, at most 1
 * @param seed same seed, data and threads give the same model; 0 or more
 * @param threads threads of the fit, 1–256
 */
public record FitSettings(String loss, int trees, int depth, double learningRate, long seed, int threads) {
    private static final Pattern LOSS = Pattern.compile("(Logloss|QuerySoftMax|YetiRank)(:[A-Za-z0-9_=;.]+)?");

    public FitSettings {
        List<String> faults = new ArrayList<>();
        check(faults, LOSS.matcher(loss).matches(), "loss", loss, "Logloss, QuerySoftMax or YetiRank");
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
     * Logloss and depth 6; 250 trees with learning rate 0.12, or 150 with 0.05 for a small log.
     *
     * @param sessions number of sessions behind the examples
     */
    public static FitSettings standard(int sessions, long seed, int threads) {
        return sessions < FEW_SESSIONS
                ? new FitSettings("Logloss", 150, 6, 0.05, seed, threads)
                : new FitSettings("Logloss", 250, 6, 0.12, seed, threads);
    }

    /** For the manifest. */
    public TrainingDetails.Parameters details() {
        return new TrainingDetails.Parameters(seed, loss, trees, depth, learningRate, threads);
    }

    /** Whether the loss compares examples of one group, so that CatBoost needs the groups. */
    boolean grouped() {
        return !loss.startsWith("Logloss");
    }

    private static void check(List<String> faults, boolean good, String name, Object value, String expected) {
        if (!good) {
            faults.add(name + " is " + value + ", expected " + expected);
        }
    }
}
