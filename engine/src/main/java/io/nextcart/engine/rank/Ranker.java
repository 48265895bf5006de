package io.nextcart.engine.rank;

/** Orders candidates by their vectors. Thread-safe. */
public interface Ranker {
    /**
     * Scores vectors.
     *
     * @param rows one vector per candidate, in the order of {@link io.nextcart.engine.feature.FeatureExtractor#NAMES}
     * @return one raw score per row, in their order; higher is better, a log-odds when the loss is Logloss
     */
    double[] score(float[][] rows);
}
