package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes events as JSON objects with the fields that {@link EventDecoder} takes, without null parts. */
public final class EventJson {
    private EventJson() {}

    public static void write(JsonGenerator json, Event event) throws IOException {
        write(json, new ArchivedEvent(event, ArchivedEvent.UNKNOWN));
    }

    /** Writes a line of the archive: an event, and its time of arrival if known. */
    public static void write(JsonGenerator json, ArchivedEvent line) throws IOException {
        Event event = line.event();
        json.writeStartObject();
        optional(json, "event_id", event.eventId());
        json.writeStringField("user_id", event.userId().value());
        json.writeStringField("type", event.type().wireName());
        json.writeStringField("item_id", event.itemId().value());
        json.writeNumberField("timestamp", event.timestampMs());
        optional(json, "transaction_id", event.transactionId());
        optional(json, "value", event.value());
        optional(json, "recommendation_id", event.recommendationId());
        optional(json, "placement", event.placement());
        if (line.arrivedMs() != ArchivedEvent.UNKNOWN) {
            json.writeNumberField(ArchivedEvent.ARRIVED_AT, line.arrivedMs());
        }
        json.writeEndObject();
    }

    static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    static void optional(JsonGenerator json, String name, @Nullable Double value) throws IOException {
        if (value != null) {
            json.writeNumberField(name, value);
        }
    }
}
