package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes events as JSON objects, in the fields that {@link EventDecoder} takes; parts that are null are left out. */
public final class EventJson {
    private EventJson() {}

    /** Writes one object. */
    public static void write(JsonGenerator json, Event event) throws IOException {
        json.writeStartObject();
        text(json, "event_id", event.eventId());
        text(json, "user_id", event.userId().value());
        text(json, "type", event.type().wireName());
        text(json, "item_id", event.itemId().value());
        json.writeNumberField("timestamp", event.timestampMs());
        text(json, "transaction_id", event.transactionId());
        Double value = event.value();
        if (value != null) {
            json.writeNumberField("value", value);
        }
        text(json, "recommendation_id", event.recommendationId());
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
