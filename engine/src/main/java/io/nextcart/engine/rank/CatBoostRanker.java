package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import ai.catboost.CatBoostError;
import ai.catboost.CatBoostModel;
import io.nextcart.store.document.BundleException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Scores vectors with a CatBoost model. Thread-safe. */
public final class CatBoostRanker implements Ranker {
    private static final String @Nullable [][] NO_CATEGORICAL = null;

    /**
     * CatBoost evaluates so many vectors together, and those left over one by one: 95 vectors take twice as long as 96.
     */
    private static final int BLOCK = 16;

    private final CatBoostModel model;

    private CatBoostRanker(CatBoostModel model) {
        this.model = requireNonNull(model, "model is null");
    }

    /** Loads a model file in CatBoost's own format. */
    public static CatBoostRanker load(Path file) throws BundleException {
        if (!Files.isReadable(file)) {
            throw new BundleException(file + ": missing or unreadable");
        }
        try {
            return new CatBoostRanker(CatBoostModel.loadModel(file.toString()));
        } catch (CatBoostError e) {
            throw new BundleException(file + ": not a CatBoost model: " + e.getMessage(), e);
        }
    }

    @Override
    public double[] score(float[][] rows) {
        if (rows.length == 0) {
            return new double[0];
        }
        try {
            double[] scores = model.predict(wholeBlocks(rows), NO_CATEGORICAL).copyRowMajorPredictions();
            return scores.length == rows.length ? scores : Arrays.copyOf(scores, rows.length);
        } catch (CatBoostError e) {
            throw new IllegalStateException("the ranker failed on " + rows.length + " vectors", e);
        }
    }

    /** The vectors, and the last one again until the last block is full. */
    private static float[][] wholeBlocks(float[][] rows) {
        if (rows.length % BLOCK == 0) {
            return rows;
        }
        float[][] blocks = Arrays.copyOf(rows, (rows.length / BLOCK + 1) * BLOCK);
        Arrays.fill(blocks, rows.length, blocks.length, rows[rows.length - 1]);
        return blocks;
    }
}
