package io.nextcart.local.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.store.dynamo.CatalogueAttributes;
import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.functions.store.dynamo.EventAttributes;
import io.nextcart.functions.store.dynamo.TableDefinition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes changes as records of a DynamoDB stream, with what the archive reads of them. */
final class StreamJson {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private StreamJson() {}

    static String event(String stream, long number, Event event) {
        Attribute user = new Attribute(DynamoTables.USER_ID, event.userId().value());
        return record(
                DynamoTables.EVENTS,
                stream,
                number,
                List.of(user, new Attribute(DynamoTables.EVENT_KEY, EventKey.of(event))),
                List.of(
                        user,
                        new Attribute(EventAttributes.EVENT_ID, event.eventId()),
                        new Attribute(EventAttributes.TYPE, event.type().wireName()),
                        new Attribute(EventAttributes.ITEM_ID, event.itemId().value()),
                        new Attribute(EventAttributes.TIMESTAMP, event.timestampMs()),
                        new Attribute(EventAttributes.TRANSACTION_ID, event.transactionId()),
                        new Attribute(EventAttributes.VALUE, event.value()),
                        new Attribute(EventAttributes.RECOMMENDATION_ID, event.recommendationId())));
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
        return record(
                DynamoTables.CATALOGUE,
                stream,
                number,
                List.of(key),
                List.of(
                        key,
                        new Attribute(CatalogueAttributes.AVAILABLE, item.available()),
                        new Attribute(CatalogueAttributes.CATEGORY, item.category()),
                        new Attribute(CatalogueAttributes.PRICE, item.price()),
                        new Attribute(CatalogueAttributes.TITLE, item.title()),
                        new Attribute(CatalogueAttributes.IMAGE_URL, item.imageUrl()),
                        new Attribute(DynamoTables.UPDATED_AT, item.updatedAtMs())));
    }

    /**
     * A field of a record.
     *
     * @param value a text, a long, a double (stored as text: DynamoDB's numbers have another range), a boolean; null for none
     */
    private record Attribute(String name, @Nullable Object value) {
        void write(JsonGenerator json) throws IOException {
            if (value != null) {
                json.writeObjectFieldStart(name);
                if (value instanceof Boolean truth) {
                    json.writeBooleanField("BOOL", truth);
                } else {
                    json.writeStringField(value instanceof Long ? "N" : "S", value.toString());
                }
                json.writeEndObject();
            }
        }
    }

    private static String record(
            TableDefinition table, String stream, long number, List<Attribute> keys, List<Attribute> image) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON_FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("eventName", "INSERT");
            json.writeStringField("eventSource", "aws:dynamodb");
            json.writeStringField("eventSourceARN", "local:table/" + table.name() + "/stream/" + stream);
            json.writeObjectFieldStart("dynamodb");
            json.writeStringField("SequenceNumber", Long.toString(number));
            attributes(json, "Keys", keys);
            attributes(json, "NewImage", image);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return text.toString();
    }

    private static void attributes(JsonGenerator json, String name, List<Attribute> attributes) throws IOException {
        json.writeObjectFieldStart(name);
        for (Attribute attribute : attributes) {
            attribute.write(json);
        }
        json.writeEndObject();
    }
}
