package io.nextcart.spark;

import io.nextcart.training.task.TrainingTask;

/**
 * The retrain as an application of Spark: the settings, record and exit codes of {@link TrainingTask}, tables built by
 * the cluster to which it is submitted.
 */
public final class SparkTrainingTask {
    private SparkTrainingTask() {}

    public static void main(String[] args) {
        TrainingTask.run(SparkEngine::start);
    }
}
