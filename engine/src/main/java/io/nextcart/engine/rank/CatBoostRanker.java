package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import ai.catboost.CatBoostError;
import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import io.nextcart.store.document.BundleException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Scores vectors with a CatBoost model. Thread-safe. */
public final class CatBoostRanker implements Ranker {
    private static final String @Nullable [][] NO_CATEGORICAL = null;

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
            CatBoostPredictions predictions = model.predict(rows, NO_CATEGORICAL);
            return predictions.copyRowMajorPredictions();
        } catch (CatBoostError e) {
            throw new IllegalStateException("the ranker failed on " + rows.length + " vectors", e);
        }
    }
}
