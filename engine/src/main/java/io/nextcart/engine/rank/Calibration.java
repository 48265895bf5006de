package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Turns the ranker's raw scores into probabilities of the action that it was trained for. A calibration is
 * non-decreasing, so it keeps the order; raw scores break ties between equal probabilities. Thread-safe.
 *
 * <p>Either logistic, p = 1 / (1 + exp(−(slope · score + intercept))) (Platt, 1999), or isotonic: linear between given
 * points and constant beyond them (Zadrozny and Elkan, KDD 2002). The file {@value #FILE} has the sections
 * {@code method} (one integer: 0 logistic, 1 isotonic), {@code score} and {@code probability} (the points; for a
 * logistic calibration, the slope and the intercept).
 */
public final class Calibration {
    /** The file's name in a bundle; a bundle without it uses {@link #NONE}. */
    public static final String FILE = "calibration.tbl";

    /** Takes the score for a log-odds, as Logloss produces it. */
    public static final Calibration NONE = new Calibration(false, new float[] {1}, new float[] {0});

    private static final String KIND = "calibra";
    private static final int LOGISTIC = 0;
    private static final int ISOTONIC = 1;

    private final boolean isotonic;
    private final float[] score;
    private final float[] probability;

    private Calibration(boolean isotonic, float[] score, float[] probability) {
        this.isotonic = isotonic;
        this.score = score;
        this.probability = probability;
    }

    /**
     * A logistic calibration.
     *
     * @param slope above 0, finite
     * @param intercept finite
     */
    public static Calibration logistic(float slope, float intercept) {
        if (!(slope > 0) || !Float.isFinite(slope) || !Float.isFinite(intercept)) {
            throw new IllegalArgumentException(
                    "slope is " + slope + ", intercept is " + intercept + ", expected finite ones, the slope above 0");
        }
        return new Calibration(false, new float[] {slope}, new float[] {intercept});
    }

    /**
     * An isotonic calibration through points.
     *
     * @param scores strictly ascending, finite, at least one
     * @param probabilities 0–1, non-decreasing, one per score
     */
    public static Calibration isotonic(float[] scores, float[] probabilities) {
        boolean good = scores.length > 0 && scores.length == probabilities.length;
        for (int i = 0; good && i < scores.length; i++) {
            good = Float.isFinite(scores[i])
                    && probabilities[i] >= 0
                    && probabilities[i] <= 1
                    && (i == 0 || (scores[i] > scores[i - 1] && probabilities[i] >= probabilities[i - 1]));
        }
        if (!good) {
            throw new IllegalArgumentException(
                    "points are " + Arrays.toString(scores) + " and " + Arrays.toString(probabilities)
                            + ", expected ascending scores, and probabilities that never fall");
        }
        return new Calibration(true, scores.clone(), probabilities.clone());
    }

    /** The probability for a raw score, 0–1. */
    public double probability(double raw) {
        if (!isotonic) {
            return 1 / (1 + Math.exp(-(score[0] * raw + probability[0])));
        }
        int last = score.length - 1;
        if (raw <= score[0] || last == 0) {
            return probability[0];
        }
        if (raw >= score[last]) {
            return probability[last];
        }
        int at = Arrays.binarySearch(score, (float) raw);
        int right = Math.min(last, at >= 0 ? at + 1 : -at - 1);
        int left = right - 1;
        double share = Math.min(1, Math.max(0, (raw - score[left]) / ((double) score[right] - score[left])));
        return probability[left] + share * ((double) probability[right] - probability[left]);
    }

    /** {@code none}, {@code platt} or {@code isotonic}. */
    public String method() {
        return this == NONE ? "none" : isotonic ? "isotonic" : "platt";
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        try (TableWriter writer = new TableWriter(requireNonNull(file, "file is null"), KIND)) {
            writer.ints("method", new int[] {isotonic ? ISOTONIC : LOGISTIC});
            writer.floats("score", score);
            writer.floats("probability", probability);
            writer.commit();
        }
    }

    /** Reads a file. */
    public static Calibration open(Path file) throws BundleException {
        TableFile table = TableFile.open(file, KIND);
        IntBuffer method = table.ints("method");
        float[] score = floats(table.floats("score"));
        float[] probability = floats(table.floats("probability"));
        int kind = method.limit() == 1 ? method.get(0) : -1;
        try {
            if (kind == LOGISTIC && score.length == 1 && probability.length == 1) {
                return logistic(score[0], probability[0]);
            }
            if (kind == ISOTONIC) {
                return isotonic(score, probability);
            }
        } catch (IllegalArgumentException e) {
            throw new BundleException(file + ": " + e.getMessage(), e);
        }
        throw new BundleException(file + ": method " + kind + " with " + score.length + " scores and "
                + probability.length + " probabilities, expected 0 with one each, or 1");
    }

    private static float[] floats(FloatBuffer buffer) {
        float[] values = new float[buffer.limit()];
        buffer.get(0, values);
        return values;
    }
}
