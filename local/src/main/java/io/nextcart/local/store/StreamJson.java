package io.nextcart.local.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.functions.store.dynamo.TableDefinition;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes changes as DynamoDB stream records, with the fields that the archive reads. */
final class StreamJson {
    private StreamJson() {}

    static String event(String stream, long number, Event event, long arrivedMs) {
        Attribute user = new Attribute(DynamoTables.USER_ID, event.userId().value());
        return record(
                DynamoTables.EVENTS,
                stream,
                number,
                List.of(user, new Attribute(DynamoTables.EVENT_KEY, EventKey.of(event))),
                List.of(
                        user,
                        new Attribute(DynamoTables.EVENT_ID, event.eventId()),
                        new Attribute(DynamoTables.TYPE, event.type().wireName()),
                        new Attribute(DynamoTables.ITEM_ID, event.itemId().value()),
                        new Attribute(DynamoTables.TIMESTAMP, event.timestampMs()),
                        new Attribute(
                                DynamoTables.TIME_ORDER,
                                String.format(Locale.ROOT, "%019d-%013d-000-0", event.timestampMs(), arrivedMs)),
                        new Attribute(DynamoTables.TRANSACTION_ID, event.transactionId()),
                        new Attribute(DynamoTables.VALUE, event.value()),
                        new Attribute(DynamoTables.RECOMMENDATION_ID, event.recommendationId()),
                        new Attribute(DynamoTables.PLACEMENT, event.placement())));
    }

    static String tombstone(String stream, long number, String user, long atMs) {
        Attribute key = new Attribute(DynamoTables.USER_ID, user);
        return record(
                DynamoTables.TOMBSTONES,
                stream,
                number,
                List.of(key),
                List.of(key, new Attribute(DynamoTables.DELETED_AT, atMs)));
    }

    static String item(String stream, long number, CatalogueItem item) {
        Attribute key = new Attribute(DynamoTables.ITEM_ID, item.itemId().value());
        List<Attribute> image = new ArrayList<>(List.of(
                key,
                new Attribute(DynamoTables.AVAILABLE, item.available()),
                new Attribute(DynamoTables.CATEGORY, item.category()),
                new Attribute(DynamoTables.PRICE, item.price()),
                new Attribute(DynamoTables.TITLE, item.title()),
                new Attribute(DynamoTables.IMAGE_URL, item.imageUrl()),
                new Attribute(DynamoTables.DELETED, item.deleted() ? true : null),
                new Attribute(DynamoTables.UPDATED_AT, item.updatedAtMs())));
        item.unset().forEach(part -> image.add(new Attribute(part.wireName(), Attribute.NULL)));
        return record(DynamoTables.CATALOGUE, stream, number, List.of(key), image);
    }

    /**
     * Reads what a record is about.
     *
     * @param place of the record, for messages
     */
    static ShopContents.WaitingChange read(String record, String place) throws DamagedDocumentException {
        JsonObject change = JsonObject.read(record.getBytes(StandardCharsets.UTF_8), place, "a record of the stream")
                .object("dynamodb");
        JsonObject keys = change.object("Keys");
        if (!keys.has(DynamoTables.USER_ID)) {
            return new ShopContents.WaitingChange(null, null, 0);
        }
        boolean event = keys.has(DynamoTables.EVENT_KEY);
        String time = event ? DynamoTables.TIMESTAMP : DynamoTables.DELETED_AT;
        JsonObject atMs = change.object("NewImage").object(time);
        try {
            return new ShopContents.WaitingChange(
                    keys.object(DynamoTables.USER_ID).text("S"),
                    event ? keys.object(DynamoTables.EVENT_KEY).text("S") : null,
                    Long.parseLong(atMs.text("N")));
        } catch (NumberFormatException e) {
            throw atMs.wrong("N", "milliseconds since the epoch");
        }
    }

    /**
     * A field of a record.
     *
     * @param value a text, a long, a double (stored as text: DynamoDB's numbers have another range), a boolean; null
     *     for none
     */
    private record Attribute(String name, @Nullable Object value) {
        /** DynamoDB's NULL, which is a value. */
        static final Object NULL = new Object();
    }

    private static String record(
            TableDefinition table, String stream, long number, List<Attribute> keys, List<Attribute> image) {
        JsonFields change = new JsonFields()
                .put("SequenceNumber", Long.toString(number))
                .put("Keys", attributes(keys))
                .put("NewImage", attributes(image));
        byte[] record = new JsonFields()
                .put("eventName", "INSERT")
                .put("eventSource", "aws:dynamodb")
                .put("eventSourceARN", "local:table/" + table.name() + "/stream/" + stream)
                .put("dynamodb", change)
                .toBytes();
        return new String(record, StandardCharsets.UTF_8);
    }

    private static JsonFields attributes(List<Attribute> attributes) {
        JsonFields json = new JsonFields();
        for (Attribute attribute : attributes) {
            if (Attribute.NULL.equals(attribute.value)) {
                json.put(attribute.name, new JsonFields().put("NULL", true));
            } else if (attribute.value instanceof Boolean truth) {
                json.put(attribute.name, new JsonFields().put("BOOL", truth));
            } else if (attribute.value != null) {
                String type = attribute.value instanceof Long ? "N" : "S";
                json.put(attribute.name, new JsonFields().put(type, attribute.value.toString()));
            }
        }
        return json;
    }
}
