package io.nextcart.functions.api;

import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * What use costs by AWS's list prices, in US dollars, as docs/cost.md computes it. The deployment sets them.
 *
 * @param recommendation a request to recommend, with gateway, Lambda, query, log and answer
 * @param eventsRequest a request with events, without the events
 * @param event an event kept
 * @param noted the date of the prices
 */
public record Prices(double recommendation, double eventsRequest, double event, String noted) {
    /** From the form of {@link #toJson}. */
    public static Prices parse(String json, String place) throws DamagedDocumentException {
        JsonObject prices = JsonObject.read(json.getBytes(StandardCharsets.UTF_8), place, "prices");
        return new Prices(
                prices.number("recommendation"),
                prices.number("events_request"),
                prices.number("event"),
                prices.text("noted"));
    }

    /** {@code {"recommendation","events_request","event","noted"}}. */
    public JsonFields toJson() {
        return new JsonFields()
                .put("recommendation", recommendation)
                .put("events_request", eventsRequest)
                .put("event", event)
                .put("noted", noted);
    }

    /** What so many requests and events cost, US dollars. */
    public double of(double recommendations, double eventsRequests, double events) {
        return recommendations * recommendation + eventsRequests * eventsRequest + events * event;
    }
}
