package io.nextcart.functions.archive;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.data.log.EventJson;
import io.nextcart.data.log.ItemJson;
import io.nextcart.data.log.ItemLine;
import io.nextcart.data.log.TombstoneJson;
import io.nextcart.functions.archive.StreamRecord.NewLine;
import io.nextcart.functions.store.dynamo.CatalogueAttributes;
import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.functions.store.dynamo.EventAttributes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a row of a table is; its key tells. */
enum RowKind {
    /** An event: it never changes, and what is no event is one that was not understood. */
    EVENT("no event", false) {
        @Override
        NewLine line(String number, Map<?, ?> image) {
            Map<String, Object> fields = fields(image);
            if (fields.get(EventAttributes.TIMESTAMP) == null) {
                throw new IllegalArgumentException(EventAttributes.TIMESTAMP + " is missing");
            }
            real(fields, EventAttributes.VALUE);
            Decoded decoded = EventDecoder.decode(fields, 0);
            if (decoded instanceof Decoded.Rejected rejected) {
                throw new IllegalArgumentException(rejected.field() + " " + rejected.reason());
            }
            Event event = ((Decoded.Accepted) decoded).event();
            return new NewLine(number, "events", event.timestampMs(), json(json -> EventJson.write(json, event)));
        }
    },

    /** A shopper who was forgotten; a later time is a change. That a row goes forgets nothing. */
    TOMBSTONE("no tombstone", true) {
        @Override
        NewLine line(String number, Map<?, ?> image) {
            Map<String, Object> fields = fields(image);
            UserId user = new UserId(String.valueOf(fields.getOrDefault(DynamoTables.USER_ID, "")));
            long deletedAtMs = EventDecoder.timestampMs(fields.getOrDefault(DynamoTables.DELETED_AT, ""));
            return new NewLine(
                    number, "tombstones", deletedAtMs, json(json -> TombstoneJson.write(json, user, deletedAtMs)));
        }
    },

    /** What is said of an item, with all that was said before. */
    ITEM("nothing said of an item", true) {
        @Override
        NewLine line(String number, Map<?, ?> image) {
            Map<String, Object> fields = fields(image);
            real(fields, CatalogueAttributes.PRICE);
            ItemLine line = ItemJson.read(fields);
            return new NewLine(number, "items", line.updatedAtMs(), json(json -> ItemJson.write(json, line)));
        }
    };

    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private final String not;
    private final boolean changes;

    RowKind(String not, boolean changes) {
        this.not = not;
        this.changes = changes;
    }

    /** The kind of a table's rows, by the names of the attributes of its key. */
    static RowKind ofKeys(Set<?> names) {
        if (names.equals(Set.of(DynamoTables.ITEM_ID))) {
            return ITEM;
        }
        return names.equals(Set.of(DynamoTables.USER_ID)) ? TOMBSTONE : EVENT;
    }

    /** Whether the log of record holds such a change, named as in the stream. */
    boolean isKept(@Nullable Object change) {
        return "INSERT".equals(change) || (changes && "MODIFY".equals(change));
    }

    /** What a row is when it is none of this kind. */
    String named() {
        return not;
    }

    /**
     * The line of a new or changed row.
     *
     * @throws IllegalArgumentException that tells what is wrong with it
     */
    abstract NewLine line(String number, Map<?, ?> image);

    /** The attributes as plain values; null for what no part of a row is. */
    private static Map<String, Object> fields(Map<?, ?> image) {
        Map<String, Object> fields = new HashMap<>();
        image.forEach((name, typed) -> {
            Object value = scalar(StreamBatch.object(typed));
            if (value != null) {
                fields.put(String.valueOf(name), value);
            }
        });
        return fields;
    }

    private static @Nullable Object scalar(Map<?, ?> typed) {
        if (typed.get("BOOL") != null) {
            return typed.get("BOOL");
        }
        return typed.get("S") != null ? typed.get("S") : typed.get("N");
    }

    /** Makes a number of one that the store keeps as text. */
    private static void real(Map<String, Object> fields, String name) {
        if (fields.get(name) instanceof String text) {
            try {
                fields.put(name, Double.valueOf(text));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(name + " is no number", e);
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
            throw new UncheckedIOException(e); // nothing is written but memory
        }
        return text.toString();
    }
}
