package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.Identity;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamViewType;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By AWS's own batches and answers. */
class AwsEventsTest {
    private final Memory memory = new Memory();
    private final ArchiveHandler handler = new ArchiveHandler(memory, line -> {});

    @Test
    void newEventsOfABatchAreKept() throws Exception {
        Event full = new Event(
                "e-1", new UserId("ü/☃ 😀"), EventType.TRANSACTION, new ItemId("i\"1"), DAY_1, "order 7", -0.5, "r.1");
        Event bare = Event.of(new UserId("v"), EventType.VIEW, new ItemId("2"), DAY_1 + 1);
        DynamodbStreamRecord expired = record("REMOVE", "103", Map.of());
        expired.setUserIdentity(new Identity().withType("Service").withPrincipalId("dynamodb.amazonaws.com"));
        StreamsEventResponse answer = send(
                record("INSERT", "101", image(full)),
                record("INSERT", "102", image(bare)),
                expired,
                record("MODIFY", "104", image(bare)));
        assertThat(answer.getBatchItemFailures()).isEmpty();
        assertThat(memory.events()).containsExactly(full, bare);
    }

    @Test
    void whatFailedIsToldAsAwsReadsIt() throws Exception {
        Event event = Event.of(new UserId("v"), EventType.VIEW, new ItemId("2"), DAY_1);
        Map<String, AttributeValue> broken = image(event);
        broken.put("type", new AttributeValue().withSS("view", "buy"));
        StreamsEventResponse answer = send(
                record("INSERT", "4421584500000000017450000001", image(event)),
                record("INSERT", "4421584500000000017450000002", broken));
        assertThat(answer.getBatchItemFailures())
                .extracting(BatchItemFailure::getItemIdentifier)
                .containsExactly("4421584500000000017450000002");
        assertThat(memory.events()).containsExactly(event);
    }

    /** The attributes as the store writes them, and one of every type that it does not. */
    private static Map<String, AttributeValue> image(Event event) {
        Map<String, AttributeValue> image = new HashMap<>();
        Batch.image(event)
                .forEach((name, typed) -> ((Map<?, ?>) typed)
                        .forEach((type, value) -> image.put(
                                name,
                                type.equals("N")
                                        ? new AttributeValue().withN((String) value)
                                        : new AttributeValue().withS((String) value))));
        image.put("other_b", new AttributeValue().withB(ByteBuffer.wrap(new byte[] {1, 2})));
        image.put("other_bool", new AttributeValue().withBOOL(true));
        image.put("other_null", new AttributeValue().withNULL(true));
        image.put("other_ss", new AttributeValue().withSS("a", "b"));
        image.put("other_ns", new AttributeValue().withNS("1", "2"));
        image.put("other_l", new AttributeValue().withL(new AttributeValue().withS("a")));
        image.put("other_m", new AttributeValue().withM(Map.of("S", new AttributeValue().withS("a"))));
        return image;
    }

    @SuppressWarnings("JavaUtilDate") // AWS's own class asks for it
    private static DynamodbStreamRecord record(String name, String number, Map<String, AttributeValue> image) {
        StreamRecord change = new StreamRecord()
                .withApproximateCreationDateTime(new Date(DAY_1))
                .withKeys(Map.of(
                        "user_id", new AttributeValue().withS("u"), "event_key", new AttributeValue().withS("k")))
                .withNewImage(image.isEmpty() ? null : image)
                .withSequenceNumber(number)
                .withSizeBytes(200L)
                .withStreamViewType(StreamViewType.NEW_IMAGE);
        DynamodbStreamRecord record = new DynamodbStreamRecord();
        record.setEventID("id-" + number);
        record.setEventName(name);
        record.setEventVersion("1.1");
        record.setEventSource("aws:dynamodb");
        record.setEventSourceARN(Batch.STREAM);
        record.setAwsRegion("eu-west-1");
        record.setDynamodb(change);
        return record;
    }

    private StreamsEventResponse send(DynamodbStreamRecord... records) throws IOException {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(new ArrayList<>(List.of(records)));
        ClassLoader loader = AwsEventsTest.class.getClassLoader();
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        LambdaEventSerializers.serializerFor(DynamodbEvent.class, loader).toJson(event, json);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(json.toByteArray()), answer, null);
        return LambdaEventSerializers.serializerFor(StreamsEventResponse.class, loader)
                .fromJson(new ByteArrayInputStream(answer.toByteArray()));
    }
}
