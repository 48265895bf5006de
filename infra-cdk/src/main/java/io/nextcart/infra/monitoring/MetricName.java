package io.nextcart.infra.monitoring;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.constructs.Construct;

/**
 * What the functions report and dashboard or alarms look at: names of {@code functions/metrics.json}, to which {@code
 * MetricNamesTest} holds them.
 */
enum MetricName {
    REQUESTS("requests"),
    LATENCY("latency"),
    ERRORS("errors"),
    BAD_REQUESTS("bad_requests"),
    COLD_START("cold_start"),
    MEMORY_USED("memory_used"),
    LEVEL_PERSONAL("level_personal"),
    LEVEL_SESSION("level_session"),
    LEVEL_SIMILAR("level_similar"),
    LEVEL_CATEGORY("level_category"),
    LEVEL_POPULAR("level_popular"),
    LEVEL_EMPTY("level_empty"),
    MODEL_AGE("model_age"),
    HISTORY_MISSING("history_missing"),
    MODEL_MISSING("model_missing"),
    MODEL_REFUSED("model_refused"),
    MODELS_UNREACHABLE("models_unreachable"),
    CATALOGUE_STALE("catalogue_stale"),
    EVENTS_ACCEPTED("events_accepted"),
    EVENTS_DUPLICATE("events_duplicate"),
    EVENTS_REJECTED("events_rejected"),
    RECOMMENDED_VIEWS("recommended_views"),
    RECOMMENDED_CARTS("recommended_carts"),
    RECOMMENDED_PURCHASES("recommended_purchases"),
    TRAINING_SECONDS("training_seconds"),
    TRAINING_CPU_SECONDS("training_cpu_seconds"),
    TRAINING_PEAK_MEMORY("training_peak_memory"),
    TRAINING_HIT_RATE("training_hit_rate"),
    TRAINING_MRR("training_mrr"),
    TRAINING_CHAMPION_HIT_RATE("training_champion_hit_rate");

    /** How much an answer knew of the shopper, most first. */
    static final List<MetricName> LEVELS =
            List.of(LEVEL_PERSONAL, LEVEL_SESSION, LEVEL_SIMILAR, LEVEL_CATEGORY, LEVEL_POPULAR, LEVEL_EMPTY);

    /** What the namespace of all of them begins with; the stage follows. */
    static final String NAMESPACE = "Nextcart";

    /** The dimension that each has. */
    static final String FUNCTION = "function";

    /** A value of {@link #FUNCTION}. */
    static final String RECOMMEND = "recommend";

    /** A value of {@link #FUNCTION}. */
    static final String EVENTS = "events";

    /** A value of {@link #FUNCTION}: the retrain, whose names are of {@code training-fargate/metrics.json}. */
    static final String TRAINING = "training";

    private final String wireName;

    MetricName(String wireName) {
        this.wireName = requireNonNull(wireName, "wireName is null");
    }

    String wireName() {
        return wireName;
    }

    /** The namespace of a stage. */
    static String namespace(String stage) {
        return NAMESPACE + "/" + stage;
    }

    /**
     * The metric as CloudWatch finds it.
     *
     * @param scope anything of the stage's stacks
     * @param statistic such as {@code Sum} or {@code p99}
     */
    Metric of(Construct scope, String function, String statistic, Duration period) {
        return Metric.Builder.create()
                .namespace(namespace((String) scope.getNode().getContext("stage")))
                .metricName(wireName)
                .dimensionsMap(Map.of(FUNCTION, function))
                .statistic(statistic)
                .period(period)
                .label(wireName + (statistic.equals("Sum") ? "" : " " + statistic))
                .build();
    }
}
