package io.nextcart.store.document;

import java.util.List;

/**
 * Whether predicted probabilities match what happened.
 *
 * @param logLoss 0 or more; lower is better
 * @param brier mean squared error, 0–1
 * @param calibrationError expected calibration error, 0–1
 * @param table predicted and observed by bin; without cases it is empty and the three numbers are NaN
 */
public record ReliabilityDetails(double logLoss, double brier, double calibrationError, List<Bin> table) {
    /**
     * A row of the table.
     *
     * @param from lowest probability of the bin
     * @param to highest, exclusive except for 1
     * @param items how many had a prediction in the bin; a sum of weights, so perhaps not whole
     * @param promised their mean predicted probability
     * @param came the observed share on which the shopper acted
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

    /** Adds these fields to an object; nothing when there were no cases. */
    public JsonFields putInto(JsonFields json) {
        return table.isEmpty()
                ? json
                : json.put("log_loss", logLoss)
                        .put("brier", brier)
                        .put("calibration_error", calibrationError)
                        .putAll("table", table, Bin::toJson);
    }
}
