package io.nextcart.store.document;

import java.util.List;
import java.util.Map;

/**
 * Whether the gate let a model be published.
 *
 * @param decision {@value #PASSED}, {@value #REFUSED}, or empty when unknown
 * @param refusals one sentence each
 * @param forced whether the model was published although the gate refused it
 */
public record GateDetails(String decision, List<String> refusals, boolean forced, Evidence evidence) {
    public static final String PASSED = "passed";
    public static final String REFUSED = "refused";

    /**
     * What the decision rests on; counts are −1 when unknown.
     *
     * @param against by other ranker and metric, how much better the model is
     */
    public record Evidence(
            long cases,
            long shoppers,
            double days,
            long events,
            long resamples,
            Map<String, Map<String, Difference>> against) {
        private static Evidence of(JsonObject json) throws DamagedDocumentException {
            return new Evidence(
                    json.count("cases", -1),
                    json.count("shoppers", -1),
                    json.number("days", Double.NaN),
                    json.count("events", -1),
                    json.count("resamples", -1),
                    json.objectOrEmpty("against").objectsByName(rival -> rival.objectsByName(Difference::of)));
        }

        private JsonFields toJson() {
            JsonFields rivals = new JsonFields();
            against.forEach((rival, metrics) -> rivals.putAll(rival, metrics, Difference::toJson));
            return new JsonFields()
                    .put("cases", cases)
                    .put("shoppers", shoppers)
                    .put("days", days)
                    .put("events", events)
                    .put("resamples", resamples)
                    .put("against", rivals);
        }
    }

    /**
     * A mean difference between two models on the same cases.
     *
     * @param mean over all cases; positive when the first model is better
     * @param low the lower end of its 95 % interval
     * @param high the upper end
     * @param better share of the resamples in which the first model is better, 0–1
     */
    public record Difference(double mean, double low, double high, double better) {
        public Difference {
            if (!(low <= high) || !(better >= 0 && better <= 1)) {
                throw new IllegalArgumentException(
                        "difference lies from " + low + " to " + high + " and is positive in a share of " + better
                                + ", expected an interval and a share from 0 to 1");
            }
        }

        private static Difference of(JsonObject json) throws DamagedDocumentException {
            double low = json.number("low");
            double high = json.number("high");
            if (low > high) {
                throw json.wrong("high", "a number from " + low);
            }
            return new Difference(json.number("difference"), low, high, json.share("better_share"));
        }

        private JsonFields toJson() {
            return new JsonFields()
                    .put("difference", mean)
                    .put("low", low)
                    .put("high", high)
                    .put("better_share", better);
        }
    }

    static GateDetails of(JsonObject details) throws DamagedDocumentException {
        return new GateDetails(
                details.has("gate") ? details.text("gate") : "",
                details.texts("gate_refusals"),
                details.has("forced") && details.flag("forced"),
                Evidence.of(details.objectOrEmpty("evidence")));
    }

    void putInto(JsonFields details) {
        putDecisionInto(details).put("evidence", evidence.toJson());
    }

    JsonFields putDecisionInto(JsonFields details) {
        return details.put("gate", decision).put("gate_refusals", refusals).put("forced", forced);
    }
}
