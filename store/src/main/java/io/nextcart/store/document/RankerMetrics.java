package io.nextcart.store.document;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics of several rankers on the same cases.
 *
 * @param cases their number, or −1 when unknown
 * @param byRanker by the ranker's name, then by the metric's, such as {@code hr@20}; 0 to 1, except novelty
 */
public record RankerMetrics(long cases, Map<String, Map<String, Double>> byRanker) {
    private static final String CASES = "cases";

    public static RankerMetrics of(JsonObject json) throws DamagedDocumentException {
        Map<String, Map<String, Double>> byRanker = new LinkedHashMap<>();
        for (String ranker : json.names()) {
            if (!ranker.equals(CASES)) {
                byRanker.put(ranker, json.object(ranker).numbersByName());
            }
        }
        return new RankerMetrics(json.count(CASES, -1), byRanker);
    }

    /** All metrics of a ranker; empty when it was not evaluated. */
    public Map<String, Double> of(String ranker) {
        return byRanker.getOrDefault(ranker, Map.of());
    }

    /** A metric of a ranker, or NaN. */
    public double value(String ranker, String metric) {
        return of(ranker).getOrDefault(metric, Double.NaN);
    }

    public JsonFields toJson() {
        JsonFields json = new JsonFields();
        if (cases >= 0) {
            json.put(CASES, cases);
        }
        byRanker.forEach(json::put);
        return json;
    }
}
