package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.WireName;
import java.util.List;

/**
 * Every metric that the functions write. {@code functions/metrics.json} explains each, for alarms, dashboards and
 * people; a test keeps both in step.
 */
public enum Metric implements WireName {
    REQUESTS(Occasion.EVERY_REQUEST_BY_ROUTE),
    ERRORS(Occasion.EVERY_REQUEST_BY_ROUTE),
    BAD_REQUESTS(Occasion.EVERY_REQUEST_BY_ROUTE),
    LATENCY(Occasion.EVERY_REQUEST_BY_ROUTE, "Milliseconds"),
    UNAVAILABLE(Occasion.EVERY_REQUEST),
    COLD_START(Occasion.EVERY_REQUEST),
    MEMORY_USED(Occasion.EVERY_REQUEST, "Megabytes"),

    LEVEL_PERSONAL(Occasion.RECOMMENDATION),
    LEVEL_SESSION(Occasion.RECOMMENDATION),
    LEVEL_SIMILAR(Occasion.RECOMMENDATION),
    LEVEL_CATEGORY(Occasion.RECOMMENDATION),
    LEVEL_POPULAR(Occasion.RECOMMENDATION),
    LEVEL_EMPTY(Occasion.RECOMMENDATION),
    ITEMS(Occasion.RECOMMENDATION),
    CANDIDATES(Occasion.RECOMMENDATION),
    MODEL_AGE(Occasion.RECOMMENDATION, "Seconds"),
    MODEL_MISSING(Occasion.TROUBLE),
    MODEL_REFUSED(Occasion.TROUBLE),
    MODELS_UNREACHABLE(Occasion.TROUBLE),
    HISTORY_MISSING(Occasion.TROUBLE),
    CATALOGUE_STALE(Occasion.TROUBLE),

    CHALLENGER_MISSING(Occasion.TROUBLE),
    CHALLENGER_FAILED(Occasion.TROUBLE),
    TROUBLED(Occasion.TROUBLED),

    LATENCY_CHAMPION(Occasion.TRIAL, "Milliseconds"),
    LATENCY_CHALLENGER(Occasion.TRIAL, "Milliseconds"),
    FALLBACK_CHAMPION(Occasion.TRIAL),
    FALLBACK_CHALLENGER(Occasion.TRIAL),

    EVENTS_ACCEPTED(Occasion.EVENTS),
    EVENTS_DUPLICATE(Occasion.EVENTS),
    EVENTS_REJECTED(Occasion.EVENTS),
    RECOMMENDED_VIEWS(Occasion.ATTRIBUTED),
    RECOMMENDED_CARTS(Occasion.ATTRIBUTED),
    RECOMMENDED_PURCHASES(Occasion.ATTRIBUTED),
    RECOMMENDED_REVENUE(Occasion.ATTRIBUTED, "None"),
    /** Never a metric: only in lines by placement. */
    IMPRESSIONS(Occasion.ATTRIBUTED),

    LIFT(Occasion.DAILY, "Percent"),
    LIFT_LOWEST(Occasion.DAILY, "Percent"),
    LIFT_HIGHEST(Occasion.DAILY, "Percent");

    /** The start of every namespace. */
    public static final String NAMESPACE = "Nextcart";

    /** The dimension of every metric: {@code recommend}, {@code events} or {@code rollout}. */
    public static final String FUNCTION = "function";

    /** The second dimension of metrics {@link #byRoute}: {@link Router}'s name of the call, never the path sent. */
    public static final String ROUTE = "route";

    /** The second dimension of metrics {@link #byVersion}: the function's version number in Lambda. */
    public static final String VERSION = "version";

    private final Occasion occasion;
    private final String unit;

    Metric(Occasion occasion) {
        this(occasion, "Count");
    }

    Metric(Occasion occasion, String unit) {
        this.occasion = requireNonNull(occasion, "occasion is null");
        this.unit = requireNonNull(unit, "unit is null");
    }

    /** When a metric is written. */
    private enum Occasion {
        EVERY_REQUEST_BY_ROUTE,
        EVERY_REQUEST,
        RECOMMENDATION,
        /** Only a recommendation with this trouble. */
        TROUBLE,
        /** Only a recommendation with any {@link #TROUBLE}. */
        TROUBLED,
        /** Only a recommendation to a shopper during a trial. */
        TRIAL,
        EVENTS,
        /** Only a request with attributed events. */
        ATTRIBUTED,
        /** Once a day, when there is a control group. */
        DAILY
    }

    /** The namespace of a stage, such as {@code Nextcart/prod}; {@link #NAMESPACE} without a stage. */
    public static String namespace(String stage) {
        return stage.isEmpty() ? NAMESPACE : NAMESPACE + "/" + stage;
    }

    /** The unit's name in CloudWatch. */
    public String unit() {
        return unit;
    }

    /** The values of the dimension {@link #FUNCTION} for this metric. */
    public List<String> functions() {
        return switch (occasion) {
            case EVERY_REQUEST_BY_ROUTE, EVERY_REQUEST -> List.of("recommend", "events");
            case RECOMMENDATION, TROUBLE, TROUBLED, TRIAL -> List.of("recommend");
            case EVENTS, ATTRIBUTED -> List.of("events");
            case DAILY -> List.of("rollout");
        };
    }

    /** Whether it can also be written by {@link #ROUTE}. Each pair of metric and route costs: docs/metrics.md. */
    public boolean byRoute() {
        return occasion == Occasion.EVERY_REQUEST_BY_ROUTE;
    }

    /** Whether it is also written by {@link #VERSION}, when above 0: alarms on these roll new code back. */
    public boolean byVersion() {
        return this == ERRORS || this == MODEL_MISSING;
    }

    /** Whether it is written only when something is wrong. */
    public boolean isTrouble() {
        return occasion == Occasion.TROUBLE;
    }
}
