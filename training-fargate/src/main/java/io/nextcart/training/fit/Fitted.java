package io.nextcart.training.fit;

import java.nio.file.Path;

/**
 * A fitted ranker.
 *
 * @param settings of the fit
 * @param model the CatBoost model file
 * @param importance by feature, in the order of the training set: how much the prediction changes with the feature, in
 *     percent; sums to 100
 * @param seconds wall time, from writing the examples to the model file
 * @param cpuSeconds processor time of the fitting process
 * @param peakRssMb peak resident memory of the fitting process, MiB, in addition to this process
 */
public record Fitted(
        FitSettings settings, Path model, double[] importance, double seconds, double cpuSeconds, long peakRssMb) {}
