package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Every metric that the functions tell, by the name that CloudWatch knows it by. {@code functions/metrics.json} lists them for
 * who builds alarms and dashboards, and a test holds it to this.
 */
public enum Metric {
    REQUESTS("requests", Unit.COUNT, Teller.EVERY_REQUEST_BY_ROUTE, "1 per answer, of whatever status"),
    ERRORS("errors", Unit.COUNT, Teller.EVERY_REQUEST_BY_ROUTE, "1 when the status is 500 or more"),
    BAD_REQUESTS("bad_requests", Unit.COUNT, Teller.EVERY_REQUEST_BY_ROUTE, "1 when the status is 400 to 499"),
    LATENCY("latency", Unit.MILLISECONDS, Teller.EVERY_REQUEST_BY_ROUTE, "time in the handler"),
    UNAVAILABLE(
            "unavailable",
            Unit.COUNT,
            Teller.EVERY_REQUEST,
            "1 when the status is 503, which is one of the errors: a store did not answer"),
    COLD_START("cold_start", Unit.COUNT, Teller.EVERY_REQUEST, "1 for the first request of a process"),
    MEMORY_USED("memory_used", Unit.MEGABYTES, Teller.EVERY_REQUEST, "heap in use, garbage included"),

    LEVEL_PERSONAL("level_personal", Unit.COUNT, Teller.RECOMMENDATION, "1 when ranked from stored events"),
    LEVEL_SESSION("level_session", Unit.COUNT, Teller.RECOMMENDATION, "1 when ranked from the session sent along"),
    LEVEL_SIMILAR("level_similar", Unit.COUNT, Teller.RECOMMENDATION, "1 when similar to an item"),
    LEVEL_CATEGORY("level_category", Unit.COUNT, Teller.RECOMMENDATION, "1 when popular in a category"),
    LEVEL_POPULAR("level_popular", Unit.COUNT, Teller.RECOMMENDATION, "1 when popular in the shop"),
    LEVEL_EMPTY("level_empty", Unit.COUNT, Teller.RECOMMENDATION, "1 when there was nothing to show"),
    ITEMS("items", Unit.COUNT, Teller.RECOMMENDATION, "items in the answer"),
    CANDIDATES(
            "candidates", Unit.COUNT, Teller.RECOMMENDATION, "items that the ranker scored; 0 when it was not asked"),
    MODEL_AGE("model_age", Unit.SECONDS, Teller.RECOMMENDATION, "time since the champion that answered was published"),
    MODEL_MISSING("model_missing", Unit.COUNT, Teller.TROUBLE, "1 when no model serves: the answer is empty"),
    MODEL_REFUSED(
            "model_refused",
            Unit.COUNT,
            Teller.TROUBLE,
            "1 when the model that should serve is damaged, missing or made for other code: an older one, or none, answered"),
    MODELS_UNREACHABLE(
            "models_unreachable",
            Unit.COUNT,
            Teller.TROUBLE,
            "1 when the last look at the models failed or is late: what served before, or nothing, answered"),
    HISTORY_MISSING(
            "history_missing",
            Unit.COUNT,
            Teller.TROUBLE,
            "1 when the event store failed or was too slow: answered without stored events"),
    CATALOGUE_STALE(
            "catalogue_stale",
            Unit.COUNT,
            Teller.TROUBLE,
            "1 when the catalogue failed or was too slow: what the shop said last may be missing"),

    CHALLENGER_MISSING(
            "challenger_missing",
            Unit.COUNT,
            Teller.TROUBLE,
            "1 when the shopper should see the challenger, which is not loaded: the champion answered"),
    CHALLENGER_FAILED(
            "challenger_failed",
            Unit.COUNT,
            Teller.TROUBLE,
            "1 when the challenger failed to answer: the champion answered"),

    LATENCY_CHAMPION(
            "latency_champion",
            Unit.MILLISECONDS,
            Teller.TRIAL,
            "time that the champion took to rank, once the shopper's events were there"),
    LATENCY_CHALLENGER("latency_challenger", Unit.MILLISECONDS, Teller.TRIAL, "the same of the challenger"),
    FALLBACK_CHAMPION(
            "fallback_champion",
            Unit.COUNT,
            Teller.TRIAL,
            "1 when the champion had no more than what is popular, or nothing"),
    FALLBACK_CHALLENGER("fallback_challenger", Unit.COUNT, Teller.TRIAL, "the same of the challenger"),

    EVENTS_ACCEPTED("events_accepted", Unit.COUNT, Teller.EVENTS, "events kept now"),
    EVENTS_DUPLICATE("events_duplicate", Unit.COUNT, Teller.EVENTS, "events that were kept before"),
    EVENTS_REJECTED("events_rejected", Unit.COUNT, Teller.EVENTS, "events that are none"),
    RECOMMENDED_VIEWS(
            "recommended_views",
            Unit.COUNT,
            Teller.ATTRIBUTED,
            "views kept now that name the recommendation they follow"),
    RECOMMENDED_CARTS("recommended_carts", Unit.COUNT, Teller.ATTRIBUTED, "add-to-carts that do"),
    RECOMMENDED_PURCHASES("recommended_purchases", Unit.COUNT, Teller.ATTRIBUTED, "purchases that do");

    /** What the namespace of all of them begins with. */
    public static final String NAMESPACE = "Nextcart";

    /** The dimension that each has: {@code recommend} or {@code events}. */
    public static final String FUNCTION = "function";

    /** The second dimension of those {@link #byRoute}: {@link Router}'s name of the call, never a path as it was sent. */
    public static final String ROUTE = "route";

    private final String wireName;
    private final Unit unit;
    private final Teller teller;
    private final String meaning;

    Metric(String wireName, Unit unit, Teller teller, String meaning) {
        this.wireName = requireNonNull(wireName, "wireName is null");
        this.unit = requireNonNull(unit, "unit is null");
        this.teller = requireNonNull(teller, "teller is null");
        this.meaning = requireNonNull(meaning, "meaning is null");
    }

    /** Units by CloudWatch's names. */
    public enum Unit {
        COUNT("Count"),
        SECONDS("Seconds"),
        MILLISECONDS("Milliseconds"),
        MEGABYTES("Megabytes");

        private final String cloudWatchName;

        Unit(String cloudWatchName) {
            this.cloudWatchName = cloudWatchName;
        }

        /** Such as {@code Count}. */
        public String cloudWatchName() {
            return cloudWatchName;
        }
    }

    /** Whose line it stands in. */
    private enum Teller {
        EVERY_REQUEST_BY_ROUTE,
        EVERY_REQUEST,
        RECOMMENDATION,
        /** Only in the line of an answer that it troubles. */
        TROUBLE,
        /** Only in the line of an answer to a shopper while a trial is under way. */
        TRIAL,
        EVENTS,
        /** Only in the line of a request that brought some. */
        ATTRIBUTED
    }

    /** The namespace of a stage, such as {@code Nextcart/prod}; of none, {@link #NAMESPACE}. */
    public static String namespace(String stage) {
        return stage.isEmpty() ? NAMESPACE : NAMESPACE + "/" + stage;
    }

    /** The name, such as {@code events_accepted}. */
    public String wireName() {
        return wireName;
    }

    /** What it is counted in. */
    public Unit unit() {
        return unit;
    }

    /** The values of the dimension {@link #FUNCTION} that it is told under. */
    public List<String> functions() {
        return switch (teller) {
            case EVERY_REQUEST_BY_ROUTE, EVERY_REQUEST -> List.of("recommend", "events");
            case RECOMMENDATION, TROUBLE, TRIAL -> List.of("recommend");
            case EVENTS, ATTRIBUTED -> List.of("events");
        };
    }

    /** Whether it is told by {@link #ROUTE} as well. Each pair of metric and route costs: docs/metrics.md. */
    public boolean byRoute() {
        return teller == Teller.EVERY_REQUEST_BY_ROUTE;
    }

    /** Whether it is only told when something is wrong. */
    public boolean isTrouble() {
        return teller == Teller.TROUBLE;
    }

    /** What the number is. */
    public String meaning() {
        return meaning;
    }
}
