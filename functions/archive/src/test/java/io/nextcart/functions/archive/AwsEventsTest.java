package io.nextcart.functions.archive;

import static io.nextcart.functions.archive.Batch.DAY_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.RecordLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls the handler as Lambda's runtime does: from JSON to JSON. */
class AwsEventsTest {
    @TempDir
    private Path folder;

    private TestArchive archive;

    @BeforeEach
    void open() {
        archive = new TestArchive(folder);
    }

    @Test
    void newEventsOfABatchAreKept() throws Exception {
        Event full = new Event(
                "e-1", new UserId("ü/☃ 😀"), EventType.TRANSACTION, new ItemId("i\"1"), DAY_1, "order 7", -0.5, "r.1");
        Event bare = Event.of(new UserId("v"), EventType.VIEW, new ItemId("2"), DAY_1 + 1);
        assertThat(send(new Batch()
                        .record(101, "INSERT", image(full))
                        .record(102, "INSERT", image(bare))
                        .remove(103, true)
                        .record(104, "MODIFY", image(bare))))
                .isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(archive.events()).containsExactly(full, bare);
    }

    @Test
    void failuresAreReturnedAsLambdaReadsThem() throws Exception {
        Event event = Event.of(new UserId("v"), EventType.VIEW, new ItemId("2"), DAY_1);
        Map<String, AttributeValue> broken = image(event);
        broken.put("type", new AttributeValue().withSS("view", "buy"));
        assertThat(send(new Batch().record(1, "INSERT", image(event)).record(2, "INSERT", broken)))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + Batch.sequence(2) + "\"}]}");
        assertThat(archive.events()).containsExactly(event);
    }

    /** The exact record in the stream after {@code PUT /v1/items/7 {"price":null,"category":null,"available":true}}. */
    @Test
    void aPartThatIsUnsetIsReadAsNoneByTraining() throws Exception {
        String batch = """
                {"Records":[{"eventID":"1","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb",
                  "awsRegion":"us-east-1","dynamodb":{"ApproximateCreationDateTime":1.7723664E9,
                    "Keys":{"item_id":{"S":"7"}},
                    "NewImage":{"item_id":{"S":"7"},"available":{"BOOL":true},"price":{"NULL":true},"category":{"NULL":true},
                      "title":{"S":"Lamp"},"updated_at":{"N":"%d"},"change_day":{"S":"2026-03-01"}},
                    "OldImage":{"item_id":{"S":"7"},"price":{"S":"9.5"},"category":{"S":"12"},"updated_at":{"N":"1"}},
                    "SequenceNumber":"4421584500000000017450439091","SizeBytes":112,"StreamViewType":"NEW_AND_OLD_IMAGES"},
                  "eventSourceARN":"arn:aws:dynamodb:us-east-1:1:table/catalogue/stream/2026"}]}""".formatted(DAY_1);

        assertThat(send(batch.getBytes(StandardCharsets.UTF_8))).isEqualTo("{\"batchItemFailures\":[]}");

        List<ItemProperty> read = new ArrayList<>();
        RecordLog records = new RecordLog("log", 0, Progress.NONE);
        archive.objects().forEach((key, bytes) -> records.items(bytes, key, line -> read.addAll(line.properties())));
        records.end();
        assertThat(read)
                .containsExactlyInAnyOrder(
                        new ItemProperty(DAY_1, new ItemId("7"), "available", "1"),
                        new ItemProperty(DAY_1, new ItemId("7"), "790", null),
                        new ItemProperty(DAY_1, new ItemId("7"), "categoryid", null));
    }

    /** The attributes as the store writes them, and one of every type that it does not use. */
    private static Map<String, AttributeValue> image(Event event) {
        Map<String, AttributeValue> image = Batch.image(event);
        image.put("other_b", new AttributeValue().withB(ByteBuffer.wrap(new byte[] {1, 2})));
        image.put("other_bool", new AttributeValue().withBOOL(true));
        image.put("other_null", new AttributeValue().withNULL(true));
        image.put("other_ss", new AttributeValue().withSS("a", "b"));
        image.put("other_ns", new AttributeValue().withNS("1", "2"));
        image.put("other_l", new AttributeValue().withL(new AttributeValue().withS("a")));
        image.put("other_m", new AttributeValue().withM(Map.of("S", new AttributeValue().withS("a"))));
        return image;
    }

    private String send(Batch batch) {
        return send(batch.json());
    }

    private String send(byte[] batch) {
        ClassLoader loader = AwsEventsTest.class.getClassLoader();
        DynamodbEvent event = LambdaEventSerializers.serializerFor(DynamodbEvent.class, loader)
                .fromJson(new ByteArrayInputStream(batch));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        LambdaEventSerializers.serializerFor(StreamsEventResponse.class, loader)
                .toJson(new ArchiveHandler(archive.store, line -> {}).handleRequest(event, null), answer);
        return answer.toString(StandardCharsets.UTF_8);
    }
}
