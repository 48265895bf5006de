package io.nextcart.store.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A JSON object written field by field, in that order. Null fields are written. */
public final class JsonFields {
    private static final JSON COMPACT = JSON.builder(JsonFactory.builder()
                    .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
                    .build())
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
            .build();
    private static final JSON INDENTED = COMPACT.with(JSON.Feature.PRETTY_PRINT_OUTPUT);

    private final Map<String, @Nullable Object> fields;

    public JsonFields() {
        this(Map.of());
    }

    JsonFields(Map<String, ?> fields) {
        this.fields = new LinkedHashMap<>(fields);
    }

    public JsonFields put(String field, @Nullable String value) {
        return set(field, value);
    }

    /** Puts a number or null; NaN and infinity, which JSON cannot hold, become null. */
    public JsonFields put(String field, @Nullable Number value) {
        return set(field, value == null || Double.isFinite(value.doubleValue()) ? value : null);
    }

    public JsonFields put(String field, boolean value) {
        return set(field, value);
    }

    /** Puts a string, a number or a boolean unless it is null. */
    public JsonFields putUnlessNull(String field, @Nullable Object value) {
        return value == null ? this : set(field, value);
    }

    public JsonFields put(String field, @Nullable JsonFields value) {
        return set(field, value == null ? null : value.fields);
    }

    /** Puts a list of strings or of numbers. */
    public JsonFields put(String field, List<?> values) {
        return set(field, List.copyOf(values));
    }

    /** Puts an object with numbers or strings as fields. */
    public JsonFields put(String field, Map<String, ?> values) {
        return set(field, new LinkedHashMap<>(values));
    }

    /** Puts a time in ISO 8601 and UTC. */
    public JsonFields putInstant(String field, @Nullable Long epochMs) {
        return set(field, epochMs == null ? null : Instant.ofEpochMilli(epochMs).toString());
    }

    /** Puts an event's fields, but for its user; those that it lacks are left out. */
    public JsonFields put(Event event) {
        return putUnlessNull("event_id", event.eventId())
                .put("type", event.type().wireName())
                .put("item_id", event.itemId().value())
                .put("timestamp", event.timestampMs())
                .putUnlessNull("transaction_id", event.transactionId())
                .putUnlessNull("value", event.value())
                .putUnlessNull("recommendation_id", event.recommendationId())
                .putUnlessNull("placement", event.placement());
    }

    public <T> JsonFields putAll(String field, List<T> values, Function<T, JsonFields> write) {
        return set(
                field, values.stream().map(value -> write.apply(value).fields).toList());
    }

    /** Puts an object with objects as fields, in the map's order. */
    public <T> JsonFields putAll(String field, Map<String, T> values, Function<T, JsonFields> write) {
        Map<String, Object> objects = new LinkedHashMap<>();
        values.forEach((name, value) -> objects.put(name, write.apply(value).fields));
        return set(field, objects);
    }

    /**
     * The same fields, for reading.
     *
     * @param place for the reader's messages
     */
    public JsonObject toObject(String place) {
        return new JsonObject(fields, place, "");
    }

    /** The object on one line, UTF-8. */
    public byte[] toBytes() {
        return bytes(COMPACT);
    }

    /** The object on one line. */
    public String toText() {
        try {
            return COMPACT.asString(fields);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /** The object on one line with a line end, UTF-8; half a surrogate pair becomes a question mark. */
    public byte[] toLine() {
        return (toText() + '\n').getBytes(StandardCharsets.UTF_8);
    }

    /** The object on indented lines, UTF-8. */
    public byte[] toIndentedBytes() {
        return bytes(INDENTED);
    }

    private JsonFields set(String field, @Nullable Object value) {
        fields.put(field, value);
        return this;
    }

    private byte[] bytes(JSON json) {
        try {
            return json.asBytes(fields);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }
}
