package io.nextcart.functions.archive;

import static java.util.Objects.requireNonNullElse;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.data.log.EventJson;
import io.nextcart.data.log.ItemJson;
import io.nextcart.data.log.TombstoneJson;
import io.nextcart.functions.store.dynamo.DynamoTables;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a row of a table is. */
enum RowKind {
    /** An event never changes: only new ones are archived. */
    EVENT("an event", false) {
        @Override
        Line line(String number, Map<String, Object> fields) {
            if (fields.get(DynamoTables.TIMESTAMP) == null) {
                throw new IllegalArgumentException(DynamoTables.TIMESTAMP + " is missing");
            }
            real(fields, DynamoTables.VALUE);
            Decoded decoded = EventDecoder.decode(fields, 0);
            if (decoded instanceof Decoded.Rejected rejected) {
                throw new IllegalArgumentException(rejected.field() + " " + rejected.reason());
            }
            Event event = ((Decoded.Accepted) decoded).event();
            ArchivedEvent line = new ArchivedEvent(event, arrivedMs(fields.get(DynamoTables.TIME_ORDER)));
            return new Line(number, "events", event.timestampMs(), json(json -> EventJson.write(json, line)));
        }
    },

    /** The deletion time of a user; a later one is archived too. Deleting the row does not undo it. */
    TOMBSTONE("a tombstone", true) {
        @Override
        Line line(String number, Map<String, Object> fields) {
            UserId user = new UserId(String.valueOf(fields.getOrDefault(DynamoTables.USER_ID, "")));
            long deletedAtMs = EventDecoder.timestampMs(fields.getOrDefault(DynamoTables.DELETED_AT, ""));
            return new Line(
                    number, "tombstones", deletedAtMs, json(json -> TombstoneJson.write(json, user, deletedAtMs)));
        }
    },

    /** An item of the catalogue, with all its fields at every change. */
    ITEM("an item", true) {
        @Override
        Line line(String number, Map<String, Object> fields) {
            real(fields, DynamoTables.PRICE);
            CatalogueItem line = ItemJson.read(fields);
            return new Line(number, "items", line.updatedAtMs(), json(json -> ItemJson.write(json, line)));
        }
    };

    private static final JsonFactory JSON_FACTORY = new JsonFactory();
    /** The format of the event store: the event's time, its arrival, and more. */
    private static final Pattern TIME_ORDER = Pattern.compile("\\d{19}-(\\d{13})-");

    /**
     * A line for the archive, from one record of a stream.
     *
     * @param sequenceNumber of the record: digits
     * @param folder {@code events}, {@code tombstones} or {@code items}
     * @param timeMs when it happened, milliseconds since the epoch
     * @param json the line, without its end
     */
    record Line(String sequenceNumber, String folder, long timeMs, String json) {}

    private final String named;
    private final boolean changes;

    RowKind(String named, boolean changes) {
        this.named = named;
        this.changes = changes;
    }

    /** The kind of a row, by its key attributes. */
    static RowKind of(StreamRecord row) {
        Set<String> names = row.getKeys() == null ? Set.of() : row.getKeys().keySet();
        if (names.equals(Set.of(DynamoTables.ITEM_ID))) {
            return ITEM;
        }
        return names.equals(Set.of(DynamoTables.USER_ID)) ? TOMBSTONE : EVENT;
    }

    /** The name with its article. */
    String named() {
        return named;
    }

    /**
     * The line of a new or changed row; empty for a record that is not archived, such as the expiry of an event.
     *
     * @throws IllegalArgumentException with the fault of the row
     */
    Optional<Line> line(DynamodbStreamRecord record) {
        String change = record.getEventName();
        if (!"INSERT".equals(change) && !(changes && "MODIFY".equals(change))) {
            return Optional.empty();
        }
        StreamRecord row = record.getDynamodb();
        return Optional.of(line(row.getSequenceNumber(), fields(row.getNewImage())));
    }

    abstract Line line(String number, Map<String, Object> fields);

    /** Attributes by name that are a text, a number or a boolean, or null where the shop unset them. */
    private static Map<String, Object> fields(@Nullable Map<String, AttributeValue> image) {
        Map<String, Object> fields = new HashMap<>();
        requireNonNullElse(image, Map.<String, AttributeValue>of()).forEach((name, value) -> {
            Object text = value.getS() == null ? value.getN() : value.getS();
            Object plain = value.getBOOL() == null ? text : value.getBOOL();
            if (plain != null || Boolean.TRUE.equals(value.getNULL())) {
                fields.put(name, plain);
            }
        });
        return fields;
    }

    /** The time of arrival, from the second part of the order; unknown without one. */
    private static long arrivedMs(@Nullable Object timeOrder) {
        Matcher parts = TIME_ORDER.matcher(String.valueOf(timeOrder));
        return parts.lookingAt() ? Long.parseLong(parts.group(1)) : ArchivedEvent.UNKNOWN;
    }

    /** Parses a number that the store keeps as text. */
    private static void real(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            try {
                fields.put(name, Double.valueOf(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is not a number", e);
            }
        }
    }

    private interface Writing {
        void to(JsonGenerator json) throws IOException;
    }

    private static String json(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON_FACTORY.createGenerator(text)) {
            writing.to(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // writing to memory cannot fail
        }
        return text.toString();
    }
}
