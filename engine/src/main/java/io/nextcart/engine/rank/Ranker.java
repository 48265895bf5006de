package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import ai.catboost.CatBoostError;
import ai.catboost.CatBoostModel;
import ai.catboost.CatBoostPredictions;
import io.nextcart.engine.bundle.BundleException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CatBoost model: vectors in, one raw score each out. Thread-safe. */
public final class Ranker {
    private static final String[] NO_CATEGORICAL = new String[0];

    private final CatBoostModel model;

    private Ranker(CatBoostModel model) {
        this.model = requireNonNull(model, "model is null");
    }

    /** Loads a model file in CatBoost's own format. */
    public static Ranker load(Path file) throws BundleException {
        if (!Files.isReadable(file)) {
            throw new BundleException(file + ": missing or unreadable");
        }
        try {
            return new Ranker(CatBoostModel.loadModel(file.toString()));
        } catch (CatBoostError e) {
            throw new BundleException(file + ": no CatBoost model: " + e.getMessage(), e);
        }
    }

    /** Number of features that the model was trained on. */
    public int featureCount() {
        return model.getUsedNumericFeatureCount();
    }

    /**
     * Scores vectors.
     *
     * @param rows one vector per candidate
     * @return one raw score per row, in their order: a log-odds when the loss is Logloss
     */
    public double[] score(float[][] rows) {
        if (rows.length == 0) {
            return new double[0];
        }
        try {
            String[][] categorical = new String[rows.length][];
            java.util.Arrays.fill(categorical, NO_CATEGORICAL);
            CatBoostPredictions predictions = model.predict(rows, categorical);
            return predictions.copyRowMajorPredictions();
        } catch (CatBoostError e) {
            throw new IllegalStateException("the ranker failed on " + rows.length + " vectors", e);
        }
    }
}
