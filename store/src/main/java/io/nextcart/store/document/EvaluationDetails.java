package io.nextcart.store.document;

import java.util.Map;

/**
 * How certain an evaluation is, and for whom a model is good. All parts are empty when there were no cases.
 *
 * @param intervals the model's metrics
 * @param leadOver by other ranker, how much higher the model's metrics are
 * @param segments metrics of the model, called {@code nextcart}, and of the other rankers on the cases of each segment
 */
public record EvaluationDetails(
        Map<String, Interval> intervals,
        Map<String, Map<String, Interval>> leadOver,
        Map<String, RankerMetrics> segments) {
    /** A value with its 95 % interval. */
    public record Interval(double value, double low, double high) {
        public static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN, Double.NaN);

        private static Interval of(JsonObject json) throws DamagedDocumentException {
            return new Interval(json.number("value"), json.number("low"), json.number("high"));
        }

        public boolean isKnown() {
            return !Double.isNaN(value);
        }

        private JsonFields toJson() {
            return new JsonFields().put("value", value).put("low", low).put("high", high);
        }
    }

    static EvaluationDetails of(JsonObject json) throws DamagedDocumentException {
        return new EvaluationDetails(
                json.objectOrEmpty("intervals").objectsByName(Interval::of),
                json.objectOrEmpty("lead_over").objectsByName(rival -> rival.objectsByName(Interval::of)),
                json.objectOrEmpty("segments").objectsByName(RankerMetrics::of));
    }

    /** The interval of one of the model's metrics. */
    public Interval interval(String metric) {
        return intervals.getOrDefault(metric, Interval.UNKNOWN);
    }

    /** The interval of the model's lead over another ranker. */
    public Interval lead(String rival, String metric) {
        return leadOver.getOrDefault(rival, Map.of()).getOrDefault(metric, Interval.UNKNOWN);
    }

    /** Adds these fields to an object; nothing when there were no cases. */
    public JsonFields putInto(JsonFields json) {
        if (intervals.isEmpty()) {
            return json;
        }
        return putMetricsInto(json, "intervals").putAll("segments", segments, RankerMetrics::toJson);
    }

    /** Adds the model's metrics under a name, and its lead over each other ranker. */
    JsonFields putMetricsInto(JsonFields json, String name) {
        JsonFields leads = new JsonFields();
        leadOver.forEach((rival, metrics) -> leads.putAll(rival, metrics, Interval::toJson));
        return json.putAll(name, intervals, Interval::toJson).put("lead_over", leads);
    }
}
