package io.nextcart.training.tracking;

import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A manifest in MLflow's terms: parameters are texts, metrics are numbers, names hold letters, digits and {@code _-.
 * :/} only. What the manifest lacks is left out.
 *
 * @param parameters settings of the training
 * @param metrics its results; all finite
 * @param seconds time of all stages
 * @param gate the gate's decision; empty when unknown
 */
record RunFields(Map<String, String> parameters, Map<String, Double> metrics, double seconds, String gate) {
    static RunFields of(Manifest manifest) throws DamagedDocumentException {
        TrainingDetails details = manifest.training();
        Map<String, String> parameters = new TreeMap<>(details.parameters().byName());
        parameters.put("objective", manifest.objective().wireName());
        parameters.put("schema_hash", manifest.schemaHash());
        parameters.put("parent", manifest.parent() == null ? "none" : manifest.parent());
        if (details.parameters().seed() >= 0) {
            parameters.put("seed", String.valueOf(details.parameters().seed()));
        }
        details.window().byName().forEach((name, ms) -> {
            String time = Instant.ofEpochMilli(ms).toString();
            parameters.put("window_" + name.replaceAll("_ms$", ""), time);
        });

        Map<String, Double> metrics = new TreeMap<>();
        details.metrics()
                .byRanker()
                .forEach((ranker, values) ->
                        put(metrics, ranker.equals(TrainingDetails.MODEL) ? "" : ranker + "/", values));
        if (details.metrics().cases() >= 0) {
            put(metrics, "cases", details.metrics().cases());
        }
        details.evaluation().intervals().forEach((metric, interval) -> {
            put(metrics, metric + "_low", interval.low());
            put(metrics, metric + "_high", interval.high());
        });
        put(metrics, "count/", details.counts());
        put(metrics, "calibration/log_loss", details.calibration().reliability().logLoss());
        put(metrics, "calibration/brier", details.calibration().reliability().brier());
        put(
                metrics,
                "calibration/calibration_error",
                details.calibration().reliability().calibrationError());
        put(metrics, "importance/", details.importance());
        double seconds = 0;
        long peakMb = 0;
        for (StageRecord stage : details.stages()) {
            put(metrics, "seconds/" + stage.name(), stage.seconds());
            seconds += stage.seconds();
            peakMb = Math.max(peakMb, stage.peakRssMb());
        }
        put(metrics, "seconds", seconds);
        put(metrics, "peak_mb", peakMb);
        return new RunFields(parameters, metrics, seconds, details.gate().decision());
    }

    private static void put(Map<String, Double> metrics, String prefix, Map<String, ? extends Number> values) {
        values.forEach((name, value) -> put(metrics, prefix + name, value));
    }

    private static void put(Map<String, Double> metrics, String name, Number value) {
        if (Double.isFinite(value.doubleValue())) {
            metrics.put(name.replace("@", "_at_").replaceAll("[^A-Za-z0-9_\\-. :/]", "_"), value.doubleValue());
        }
    }
}
