package io.nextcart.functions.store.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.data.log.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * How events travel between {@link HttpEventStore} and the process that keeps them. Three calls, all POST, JSON both ways:
 *
 * <ul>
 *   <li>{@code put}: {@code {"events":[…]}} → {@code {"fresh":[positions]}}
 *   <li>{@code last}: {@code {"user_id", "limit"}} → {@code {"events":[…]}}
 *   <li>{@code delete}: {@code {"user_id"}} → {@code {"deleted":n}}
 * </ul>
 *
 * An event has the fields of {@link EventDecoder}. A status other than 200 carries {@code {"error"}}.
 */
public final class EventWire {
    private static final JsonFactory FACTORY = new JsonFactory();

    private EventWire() {}

    /** Writes one JSON object. */
    @FunctionalInterface
    public interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    /** An object as UTF-8. */
    public static byte[] object(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** {@code {"events":[…]}}. */
    public static byte[] events(List<Event> events) throws IOException {
        return object(json -> {
            json.writeArrayFieldStart("events");
            for (Event event : events) {
                EventJson.write(json, event);
            }
            json.writeEndArray();
        });
    }

    /** Reads an object. */
    public static Map<String, Object> object(byte[] utf8) throws IOException {
        return JSON.std.mapFrom(utf8);
    }

    /**
     * Reads {@code events} of an object.
     *
     * @throws IOException when one is no event
     */
    public static List<Event> events(Map<String, Object> object) throws IOException {
        List<Event> events = new ArrayList<>();
        for (Object each : list(object, "events")) {
            @SuppressWarnings("unchecked") // JSON objects have text keys
            Decoded decoded = EventDecoder.decode((Map<String, Object>) each, -1);
            if (decoded instanceof Decoded.Accepted accepted) {
                events.add(accepted.event());
            } else if (decoded instanceof Decoded.Rejected fault) {
                throw new IOException("event " + events.size() + ": " + fault.field() + ": " + fault.reason());
            }
        }
        return events;
    }

    /** Reads the positions in {@code fresh} of an object. */
    static BitSet fresh(Map<String, Object> object) throws IOException {
        BitSet fresh = new BitSet();
        for (Object position : list(object, "fresh")) {
            fresh.set(((Number) position).intValue());
        }
        return fresh;
    }

    private static List<?> list(Map<String, Object> object, String name) throws IOException {
        if (object.get(name) instanceof List<?> list) {
            return list;
        }
        throw new IOException("no list of " + name);
    }
}
