package io.nextcart.functions.rollout.today;

import io.nextcart.data.WireName;
import io.nextcart.functions.api.Metric;
import java.util.EnumMap;
import java.util.Map;

/** A metric of a function that {@code GET /v1/today} shows by UTC day. */
public enum Figure implements WireName {
    LISTS("recommend", Metric.CANDIDATES, "SampleCount"),
    REQUESTS("recommend", Metric.REQUESTS),
    ERRORS("recommend", Metric.ERRORS),
    BAD_REQUESTS("recommend", Metric.BAD_REQUESTS),
    COLD_STARTS("recommend", Metric.COLD_START),
    TROUBLED("recommend", Metric.TROUBLED),
    P50_MS("recommend", Metric.LATENCY, "p50"),
    P99_MS("recommend", Metric.LATENCY, "p99"),

    LEVEL_PERSONAL("recommend", Metric.LEVEL_PERSONAL),
    LEVEL_SESSION("recommend", Metric.LEVEL_SESSION),
    LEVEL_SIMILAR("recommend", Metric.LEVEL_SIMILAR),
    LEVEL_CATEGORY("recommend", Metric.LEVEL_CATEGORY),
    LEVEL_POPULAR("recommend", Metric.LEVEL_POPULAR),
    LEVEL_EMPTY("recommend", Metric.LEVEL_EMPTY),

    EVENT_REQUESTS("events", Metric.REQUESTS),
    EVENT_ERRORS("events", Metric.ERRORS),
    EVENT_BAD_REQUESTS("events", Metric.BAD_REQUESTS),
    EVENTS("events", Metric.EVENTS_ACCEPTED),
    EVENTS_REJECTED("events", Metric.EVENTS_REJECTED),
    RECOMMENDED_VIEWS("events", Metric.RECOMMENDED_VIEWS),
    RECOMMENDED_CARTS("events", Metric.RECOMMENDED_CARTS),
    RECOMMENDED_PURCHASES("events", Metric.RECOMMENDED_PURCHASES),
    RECOMMENDED_REVENUE("events", Metric.RECOMMENDED_REVENUE);

    private static final String SUM = "Sum";

    private final String function;
    private final Metric metric;
    private final String statistic;

    Figure(String function, Metric metric) {
        this(function, metric, SUM);
    }

    Figure(String function, Metric metric, String statistic) {
        this.function = function;
        this.metric = metric;
        this.statistic = statistic;
    }

    /** The figures that sum or count the metrics of a function. */
    public static Map<Metric, Figure> sumsOf(String function) {
        Map<Metric, Figure> sums = new EnumMap<>(Metric.class);
        for (Figure figure : values()) {
            if (figure.isSum() && figure.function.equals(function)) {
                sums.put(figure.metric, figure);
            }
        }
        return sums;
    }

    /** Whether the figures of days add up. */
    public boolean isSum() {
        return statistic.equals(SUM) || isCount();
    }

    /** Whether it says how often a metric was written, whatever its values. */
    public boolean isCount() {
        return statistic.equals("SampleCount");
    }

    /** A value of the dimension {@link Metric#FUNCTION}. */
    String function() {
        return function;
    }

    public Metric metric() {
        return metric;
    }

    /** As CloudWatch names it. */
    String statistic() {
        return statistic;
    }
}
