package io.nextcart.spark;

import io.nextcart.training.task.TrainingTask;

/**
 * The retrain as an application of Spark: the settings, record and exit codes of {@link TrainingTask}, tables built by
 * the cluster to which it is submitted.
 */
public final class SparkTrainingTask {
    private SparkTrainingTask() {}

    public static void main(String[] args) {
        int exitCode = TrainingTask.run(SparkEngine::start);
        // YARN takes a driver in the cluster that exits, even with 0, for one that failed, and starts it again.
        if (exitCode != 0 || !"cluster".equals(System.getProperty("spark.submit.deployMode"))) {
            System.exit(exitCode);
        }
    }
}
