package io.nextcart.training.task;

import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Every metric that a training reports, by its name in CloudWatch. {@code training-fargate/metrics.json} lists them for
 * alarms and dashboards; a test keeps the two equal.
 */
enum TrainingMetric {
    PUBLISHED("training_published", "Count", "1 when the model serves now"),
    CANDIDATE("training_candidate", "Count", "1 when the model is stored for a trial"),
    REFUSED("training_refused", "Count", "1 when the gate refused the model"),
    FAILED(
            "training_failed",
            "Count",
            "1 when there is no model: the log or the settings cannot be used, or something broke"),
    SECONDS("training_seconds", "Seconds", "wall time of the run"),
    CPU_SECONDS("training_cpu_seconds", "Seconds", "processor time of the run"),
    PEAK_MEMORY("training_peak_memory", "Megabytes", "largest memory of any stage"),
    EVENTS("training_events", "Count", "events in the log, duplicates counted once"),
    HIT_RATE("training_hit_rate", "Percent", "cases of the holdout with a hit among the first 20 of the new model"),
    MRR("training_mrr", "Percent", "mean reciprocal rank, first 20, of the new model"),
    CHAMPION_HIT_RATE("training_champion_hit_rate", "Percent", "the same hits of the model in service");

    /** Start of the namespace; a slash and the stage follow if there is one, as for the functions' metrics. */
    static final String NAMESPACE = "Nextcart";

    static final String DIMENSION = "function";
    static final String FUNCTION = "training";

    private final String wireName;
    private final String unit;
    private final String meaning;

    TrainingMetric(String wireName, String unit, String meaning) {
        this.wireName = wireName;
        this.unit = unit;
        this.meaning = meaning;
    }

    String wireName() {
        return wireName;
    }

    String unit() {
        return unit;
    }

    String meaning() {
        return meaning;
    }

    /**
     * One line of embedded metrics for a run, without those that were not measured.
     *
     * @param stage of the deployment, such as {@code prod}; empty for none
     * @see <a
     * href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html">
     *     Embedded metric format</a>
     */
    static String line(RunRecord run, String stage) {
        Map<TrainingMetric, Double> values = new EnumMap<>(TrainingMetric.class);
        for (TrainingMetric metric : values()) {
            double value = metric.of(run);
            if (!Double.isNaN(value)) {
                values.put(metric, value);
            }
        }
        JsonFields directive = new JsonFields()
                .put("Namespace", stage.isEmpty() ? NAMESPACE : NAMESPACE + "/" + stage)
                .put("Dimensions", List.of(List.of(DIMENSION)))
                .putAll(
                        "Metrics",
                        List.copyOf(values.keySet()),
                        metric -> new JsonFields().put("Name", metric.wireName).put("Unit", metric.unit));
        JsonFields aws = new JsonFields()
                .put("Timestamp", run.effort().endedAtMs())
                .putAll("CloudWatchMetrics", List.of(directive), Function.identity());
        JsonFields line =
                new JsonFields().put("_aws", aws).put(DIMENSION, FUNCTION).put("run", run.run());
        values.forEach((metric, value) -> line.put(metric.wireName, value));
        return new String(line.toBytes(), StandardCharsets.UTF_8);
    }

    /** The metric's value; NaN when it was not measured. */
    private double of(RunRecord run) {
        return switch (this) {
            case PUBLISHED -> is(run, RunOutcome.PUBLISHED);
            case CANDIDATE -> is(run, RunOutcome.CANDIDATE);
            case REFUSED -> is(run, RunOutcome.REFUSED);
            case FAILED -> is(run, RunOutcome.UNUSABLE) + is(run, RunOutcome.FAILED);
            case SECONDS -> run.effort().seconds();
            case CPU_SECONDS -> run.effort().cpuSeconds();
            case PEAK_MEMORY -> run.effort().peakMb();
            case EVENTS -> run.events();
            case HIT_RATE -> percent(run.models().metrics(), "hr@20");
            case MRR -> percent(run.models().metrics(), "mrr@20");
            case CHAMPION_HIT_RATE -> percent(run.models().championMetrics(), "hr@20");
        };
    }

    private static double is(RunRecord run, RunOutcome outcome) {
        return run.outcome() == outcome ? 1 : 0;
    }

    private static double percent(Map<String, Double> metrics, String name) {
        Double share = metrics.get(name);
        return share == null ? Double.NaN : 100 * share;
    }
}
