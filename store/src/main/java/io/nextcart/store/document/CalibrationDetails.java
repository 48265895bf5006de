package io.nextcart.store.document;

import java.util.Map;

/**
 * How scores become probabilities.
 *
 * @param method {@code none}, {@code platt} or {@code isotonic}; empty when unknown
 * @param logLossByMethod for every method that was tried
 * @param reliability of the chosen method, on cases that it was not fitted to
 */
public record CalibrationDetails(String method, Map<String, Double> logLossByMethod, ReliabilityDetails reliability) {
    static CalibrationDetails of(JsonObject json) throws DamagedDocumentException {
        return new CalibrationDetails(
                json.has("method") ? json.text("method") : "",
                json.objectOrEmpty("log_loss_by_method").numbersByName(),
                ReliabilityDetails.of(json));
    }

    JsonFields toJson() {
        JsonFields json = new JsonFields().put("method", method).put("log_loss_by_method", logLossByMethod);
        return reliability.putInto(json);
    }
}
