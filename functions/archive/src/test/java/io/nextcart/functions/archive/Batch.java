package io.nextcart.functions.archive;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds batches of a stream. */
final class Batch {
    static final String STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/events/stream/2026-03-01T00:00:00.000";

    /** Real sequence numbers exceed a long. */
    private static final String BASE = "4421584500000000017450";

    static final long DAY_1 = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
    static final long DAY_2 = Instant.parse("2026-03-02T10:00:00Z").toEpochMilli();

    private final List<DynamodbStreamRecord> records = new ArrayList<>();

    static Event event(String item, long timestampMs) {
        return Event.of(new UserId("u"), EventType.VIEW, new ItemId(item), timestampMs);
    }

    static String sequence(int number) {
        return BASE + (10_000 + number);
    }

    static Map<String, AttributeValue> image(Event event) {
        Map<String, AttributeValue> image = new LinkedHashMap<>();
        image.put("expires_at", new AttributeValue().withN("1900000000"));
        image.put("timestamp", new AttributeValue().withN(Long.toString(event.timestampMs())));
        text(image, "user_id", event.userId());
        text(image, "event_key", EventKey.of(event));
        text(image, "time_order", String.format("%019d-1-000-0", event.timestampMs()));
        text(image, "type", event.type().wireName());
        text(image, "item_id", event.itemId());
        text(image, "event_id", event.eventId());
        text(image, "transaction_id", event.transactionId());
        text(image, "value", event.value());
        text(image, "recommendation_id", event.recommendationId());
        text(image, "placement", event.placement());
        return image;
    }

    private static void text(Map<String, AttributeValue> image, String name, Object value) {
        if (value != null) {
            image.put(name, new AttributeValue().withS(value.toString()));
        }
    }

    Batch insert(int number, Event event) {
        return record(number, "INSERT", image(event));
    }

    Batch insertWithout(int number, Event event, String attribute) {
        Map<String, AttributeValue> image = image(event);
        image.remove(attribute);
        return record(number, "INSERT", image);
    }

    Batch insertWith(int number, Event event, String attribute, AttributeValue value) {
        Map<String, AttributeValue> image = image(event);
        image.put(attribute, value);
        return record(number, "INSERT", image);
    }

    /** The record of an item that expired or, if {@code byTtl} is false, that was deleted. */
    Batch remove(int number, boolean byTtl) {
        record(number, "REMOVE", null);
        if (byTtl) {
            records.get(records.size() - 1)
                    .setUserIdentity(new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
        }
        return this;
    }

    /** A row of the table of tombstones. */
    Batch tombstone(int number, String change, String user, long deletedAtMs) {
        Map<String, AttributeValue> image = new LinkedHashMap<>();
        text(image, "user_id", user);
        image.put("deleted_at", new AttributeValue().withN(Long.toString(deletedAtMs)));
        return record(number, change, List.of("user_id"), image);
    }

    /** A row of the catalogue. */
    Batch item(int number, String change, Map<String, AttributeValue> image) {
        return record(number, change, List.of("item_id"), image);
    }

    Batch record(int number, String change, Map<String, AttributeValue> image) {
        return record(number, change, List.of("user_id", "event_key"), image);
    }

    @SuppressWarnings("JavaUtilDate") // required by AWS's class
    private Batch record(int number, String change, List<String> keys, Map<String, AttributeValue> image) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        keys.forEach(name -> text(key, name, "k"));
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventID("id-" + number);
        record.setEventName(change);
        record.setEventVersion("1.1");
        record.setEventSource("aws:dynamodb");
        record.setAwsRegion("eu-west-1");
        record.setEventSourceARN(STREAM);
        record.setDynamodb(new StreamRecord()
                .withApproximateCreationDateTime(new Date(DAY_1))
                .withKeys(key)
                .withNewImage(image)
                .withSequenceNumber(sequence(number))
                .withSizeBytes(200L)
                .withStreamViewType(StreamViewType.NEW_IMAGE));
        records.add(record);
        return this;
    }

    /** The same records in reverse order. */
    Batch reversed() {
        Collections.reverse(records);
        return this;
    }

    /** The same records, from another stream. */
    Batch of(String stream) {
        records.forEach(record -> record.setEventSourceARN(stream));
        return this;
    }

    DynamodbEvent build() {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(List.copyOf(records));
        return event;
    }

    /** The JSON that Lambda's runtime receives. */
    byte[] json() {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        LambdaEventSerializers.serializerFor(DynamodbEvent.class, Batch.class.getClassLoader())
                .toJson(build(), json);
        return json.toByteArray();
    }
}
