package io.nextcart.functions.archive;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes batches of a stream by hand, in the form that Lambda gets them. */
final class Batch {
    static final String STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/events/stream/2026-03-01T00:00:00.000";

    /** Such numbers have more digits than a long. */
    private static final String BASE = "4421584500000000017450";

    static final long DAY_1 = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
    static final long DAY_2 = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

    private final List<Map<String, Object>> records = new ArrayList<>();

    static Event event(String item, long timestampMs) {
        return Event.of(new UserId("u"), EventType.VIEW, new ItemId(item), timestampMs);
    }

    static String sequence(int number) {
        return BASE + (10_000 + number);
    }

    static Map<String, Object> image(Event event) {
        Map<String, Object> image = new LinkedHashMap<>();
        put(image, "S", "user_id", event.userId());
        put(image, "S", "event_key", EventKey.of(event));
        put(image, "S", "time_order", String.format("%019d-1-000-0", event.timestampMs()));
        put(image, "N", "expires_at", 1_900_000_000L);
        put(image, "N", "timestamp", event.timestampMs());
        put(image, "S", "type", event.type().wireName());
        put(image, "S", "item_id", event.itemId());
        put(image, "S", "event_id", event.eventId());
        put(image, "S", "transaction_id", event.transactionId());
        put(image, "S", "value", event.value());
        put(image, "S", "recommendation_id", event.recommendationId());
        return image;
    }

    private static void put(Map<String, Object> image, String type, String name, Object value) {
        if (value != null) {
            image.put(name, Map.of(type, value.toString()));
        }
    }

    Batch insert(int number, Event event) {
        return record(number, "INSERT", image(event));
    }

    Batch insertWithout(int number, Event event, String attribute) {
        Map<String, Object> image = image(event);
        image.remove(attribute);
        return record(number, "INSERT", image);
    }

    Batch insertWith(int number, Event event, String attribute, Object value) {
        Map<String, Object> image = image(event);
        image.put(attribute, value);
        return record(number, "INSERT", image);
    }

    /** As DynamoDB streams an item that expired; {@code byTtl} false: as it streams one that was deleted. */
    Batch remove(int number, Event event, boolean byTtl) {
        record(number, "REMOVE", null);
        if (byTtl) {
            records.get(records.size() - 1)
                    .put("userIdentity", Map.of("type", "Service", "principalId", "dynamodb.amazonaws.com"));
        }
        return this;
    }

    /** A row of the table of tombstones. */
    Batch tombstone(int number, String change, String user, long deletedAtMs) {
        Map<String, Object> image = new LinkedHashMap<>();
        put(image, "S", "user_id", user);
        put(image, "N", "deleted_at", deletedAtMs);
        return record(number, change, Map.of("user_id", Map.of("S", user)), image);
    }

    /** A row of the catalogue. */
    Batch item(int number, String change, Map<String, Object> image) {
        return record(number, change, Map.of("item_id", Map.of("S", "i")), image);
    }

    Batch record(int number, String name, Map<String, Object> image) {
        return record(number, name, Map.of("user_id", Map.of("S", "u"), "event_key", Map.of("S", "k")), image);
    }

    private Batch record(int number, String name, Map<String, Object> keys, Map<String, Object> image) {
        Map<String, Object> dynamodb = new LinkedHashMap<>();
        dynamodb.put("ApproximateCreationDateTime", 1.7724E9);
        dynamodb.put("Keys", keys);
        if (image != null) {
            dynamodb.put("NewImage", image);
        }
        dynamodb.put("SequenceNumber", sequence(number));
        dynamodb.put("SizeBytes", 200);
        dynamodb.put("StreamViewType", "NEW_IMAGE");
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("eventID", "id-" + number);
        record.put("eventName", name);
        record.put("eventVersion", "1.1");
        record.put("eventSource", "aws:dynamodb");
        record.put("awsRegion", "eu-west-1");
        record.put("dynamodb", dynamodb);
        record.put("eventSourceARN", STREAM);
        records.add(record);
        return this;
    }

    /** The same records, the last first. */
    Batch reversed() {
        Collections.reverse(records);
        return this;
    }

    byte[] bytes() throws IOException {
        return JSON.std.asBytes(Map.of("Records", records));
    }

    InputStream json() throws IOException {
        return new ByteArrayInputStream(bytes());
    }
}
