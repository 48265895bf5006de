package io.nextcart.store.document;

import java.util.List;

/**
 * Whether probabilities hold.
 *
 * @param logLoss 0 or more; lower is better
 * @param brier mean squared error, 0–1
 * @param calibrationError expected calibration error, 0–1
 * @param table promised beside observed; empty when there were no cases, and then the three figures are NaN
 */
public record ReliabilityDetails(double logLoss, double brier, double calibrationError, List<Bin> table) {
    /**
     * A line of the table.
     *
     * @param from lowest probability of the bin
     * @param to highest, exclusive but for 1
     * @param items how many were promised as much; a sum of weights, so perhaps not a whole number
     * @param promised their mean probability
     * @param came the share of them that the shopper acted upon
     */
    public record Bin(double from, double to, double items, double promised, double came) {
        private static Bin of(JsonObject json) throws DamagedDocumentException {
            return new Bin(
                    json.number("from"),
                    json.number("to"),
                    json.number("items"),
                    json.number("promised"),
                    json.number("came"));
        }

        private JsonFields toJson() {
            return new JsonFields()
                    .put("from", from)
                    .put("to", to)
                    .put("items", items)
                    .put("promised", promised)
                    .put("came", came);
        }
    }

    static ReliabilityDetails of(JsonObject json) throws DamagedDocumentException {
        return new ReliabilityDetails(
                json.number("log_loss", Double.NaN),
                json.number("brier", Double.NaN),
                json.number("calibration_error", Double.NaN),
                json.objects("table", Bin::of));
    }

    /** Adds these fields to an object; none without cases. */
    public JsonFields putInto(JsonFields json) {
        return table.isEmpty()
                ? json
                : json.put("log_loss", logLoss)
                        .put("brier", brier)
                        .put("calibration_error", calibrationError)
                        .putAll("table", table, Bin::toJson);
    }
}
