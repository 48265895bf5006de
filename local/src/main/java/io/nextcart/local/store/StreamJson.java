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
import org.jspecify.annotations.Nullable;

/** Writes changes as records of a DynamoDB stream, with what the archive reads of them. */
final class StreamJson {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();

    private StreamJson() {}

    static String event(String stream, long number, Event event) {
        Double value = event.value();
        return record(
                DynamoTables.EVENTS,
                stream,
                number,
                json -> {
                    text(json, DynamoTables.USER_ID, event.userId().value());
                    text(json, DynamoTables.EVENT_KEY, EventKey.of(event));
                },
                json -> {
                    text(json, DynamoTables.USER_ID, event.userId().value());
                    text(json, EventAttributes.EVENT_ID, event.eventId());
                    text(json, EventAttributes.TYPE, event.type().wireName());
                    text(json, EventAttributes.ITEM_ID, event.itemId().value());
                    number(json, EventAttributes.TIMESTAMP, event.timestampMs());
                    text(json, EventAttributes.TRANSACTION_ID, event.transactionId());
                    text(json, EventAttributes.VALUE, value == null ? null : value.toString());
                    text(json, EventAttributes.RECOMMENDATION_ID, event.recommendationId());
                });
    }

    static String tombstone(String stream, long number, String user, long atMs) {
        return record(DynamoTables.TOMBSTONES, stream, number, json -> text(json, DynamoTables.USER_ID, user), json -> {
            text(json, DynamoTables.USER_ID, user);
            number(json, DynamoTables.DELETED_AT, atMs);
        });
    }

    static String item(String stream, long number, CatalogueItem item) {
        String id = item.itemId().value();
        Boolean available = item.available();
        Double price = item.price();
        return record(DynamoTables.CATALOGUE, stream, number, json -> text(json, DynamoTables.ITEM_ID, id), json -> {
            text(json, DynamoTables.ITEM_ID, id);
            if (available != null) {
                json.writeObjectFieldStart(CatalogueAttributes.AVAILABLE);
                json.writeBooleanField("BOOL", available);
                json.writeEndObject();
            }
            text(json, CatalogueAttributes.CATEGORY, item.category());
            text(json, CatalogueAttributes.PRICE, price == null ? null : price.toString());
            text(json, CatalogueAttributes.TITLE, item.title());
            text(json, CatalogueAttributes.IMAGE_URL, item.imageUrl());
            number(json, DynamoTables.UPDATED_AT, item.updatedAtMs());
        });
    }

    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private static String record(TableDefinition table, String stream, long number, Part keys, Part image) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON_FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("eventName", "INSERT");
            json.writeStringField("eventSource", "aws:dynamodb");
            json.writeStringField("eventSourceARN", "local:table/" + table.name() + "/stream/" + stream);
            json.writeObjectFieldStart("dynamodb");
            json.writeStringField("SequenceNumber", Long.toString(number));
            json.writeObjectFieldStart("Keys");
            keys.write(json);
            json.writeEndObject();
            json.writeObjectFieldStart("NewImage");
            image.write(json);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written but memory
        }
        return text.toString();
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            typed(json, name, "S", value);
        }
    }

    private static void number(JsonGenerator json, String name, long value) throws IOException {
        typed(json, name, "N", Long.toString(value));
    }

    private static void typed(JsonGenerator json, String name, String type, String value) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField(type, value);
        json.writeEndObject();
    }
}
