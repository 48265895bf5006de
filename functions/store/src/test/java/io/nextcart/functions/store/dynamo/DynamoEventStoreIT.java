package io.nextcart.functions.store.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import io.nextcart.data.Money;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.EventStoreContract;
import io.nextcart.functions.store.dynamo.TableDefinition.TableIndex;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

class DynamoEventStoreIT extends EventStoreContract {
    // Far in the future: DynamoDB Local immediately deletes what has expired by the machine's clock.
    private static final long NOW_MS = Instant.parse("2100-01-01T00:00:00Z").toEpochMilli();

    private static FaultProxy proxy;
    private static DynamoDbClient client;
    private String table;
    private String tombstones;
    private DynamoEventStore store;

    @BeforeAll
    static void start() throws Exception {
        proxy = new FaultProxy(DynamoServer.endpoint());
        client = DynamoServer.client(proxy.endpoint());
    }

    @AfterAll
    static void stop() throws Exception {
        if (proxy != null) {
            client.close();
            proxy.close();
        }
    }

    @BeforeEach
    void create() {
        table = TestTables.create(client, DynamoTables.EVENTS);
        tombstones = TestTables.create(client, DynamoTables.TOMBSTONES);
        store = at(NOW_MS);
    }

    private DynamoEventStore at(long nowMs) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(nowMs), ZoneOffset.UTC);
        return new DynamoEventStore(client, table, tombstones, 90, clock);
    }

    @Override
    protected EventStore store() {
        return store;
    }

    private static List<Event> longEvents(int count) {
        // 500 of them are just over 1 MB, so each must be as long as an event can be.
        String wide = "☃".repeat(Ids.MAX_LENGTH);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new Event(
                    wide.substring(3) + (100 + i),
                    new UserId(wide),
                    EventType.TRANSACTION,
                    new ItemId(wide.substring(3) + (100 + i)),
                    T0 + i,
                    wide,
                    -0.0,
                    wide));
        }
        return events;
    }

    @Tag("long") // eventsThatExceedAPageAreAllRead puts as many
    @Override
    @Test
    protected void emptyAndLargestBatchesAreTaken() throws Exception {
        super.emptyAndLargestBatchesAreTaken();
    }

    @Test
    void eventsThatExceedAPageAreAllRead() throws Exception {
        List<Event> events = longEvents(EventStore.MAX_READ);
        store.put(events);
        int before = proxy.calls();
        assertThat(store.last(events.get(0).userId(), EventStore.MAX_READ)).isEqualTo(events);
        assertThat(proxy.calls() - before).isEqualTo(2);
        assertThat(store.delete(events.get(0).userId())).isEqualTo(EventStore.MAX_READ);
        assertThat(store.last(events.get(0).userId(), EventStore.MAX_READ)).isEmpty();
    }

    @Test
    void lastIsOneQueryAndReadsNoMoreThanItGives() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            events.add(view("u", "i" + i, T0 + i));
        }
        store.put(events);
        int before = proxy.calls();
        assertThat(store.last(new UserId("u"), 50)).isEqualTo(events.subList(150, 200));
        assertThat(proxy.calls() - before).isEqualTo(1);
    }

    @Test
    void inBriefAnEventIsWhatTheIndexHoldsOfIt() throws Exception {
        Event full = new Event(
                "e-1", new UserId("u"), EventType.TRANSACTION, new ItemId("i:1"), T0, "order 7", -12.75, "r.1");
        store.put(List.of(full));
        int before = proxy.calls();
        assertThat(store.lastInBrief(new UserId("u"), 10))
                .containsExactly(Event.of(full.userId(), full.type(), full.itemId(), full.timestampMs()));
        assertThat(store.last(new UserId("u"), 10)).containsExactly(full);
        assertThat(proxy.calls() - before).isEqualTo(2);
    }

    @Test
    void aTableWithAnIndexOfAllAttributesIsReadAlike() throws Exception {
        TableDefinition events = DynamoTables.EVENTS;
        table = TestTables.create(
                client,
                new TableDefinition(
                        "whole",
                        events.key(),
                        events.types(),
                        events.indexes().stream().map(TableIndex::whole).toList(),
                        events.ttlAttribute(),
                        events.stream()));
        store = at(NOW_MS);
        store.put(List.of(named("e-1", "u", "a", T0)));
        assertThat(store.last(new UserId("u"), 10)).containsExactly(named("e-1", "u", "a", T0));
        assertThat(store.lastInBrief(new UserId("u"), 10)).hasSize(1);
    }

    @Test
    void doublesOutsideTheRangeOfDynamoNumbersSurvive() throws Exception {
        List<Event> events = new ArrayList<>();
        double[] values = {-0.0, Double.MIN_VALUE, Money.MOST, 0.1};
        for (int i = 0; i < values.length; i++) {
            UserId user = new UserId("u");
            events.add(new Event(null, user, EventType.VIEW, new ItemId("i"), T0 + i, null, values[i], null));
        }
        store.put(events);
        assertThat(store.last(new UserId("u"), 10)).isEqualTo(events);
    }

    @Test
    void eventsThatGotTheirTimeOnArrivalStayInTheirOrder() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            events.add(view("u", "i" + i, NOW_MS));
        }
        store.put(events.subList(0, 50));
        at(NOW_MS + 1).put(events.subList(50, 100));
        assertThat(store.last(new UserId("u"), 100)).isEqualTo(events);
    }

    @Test
    void anEventExpiresDaysAfterItArrivedWhateverItsOwnTime() throws Exception {
        Event event = view("u", "a", T0);
        store.put(List.of(event));
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                        .key(Map.of(
                                DynamoTables.USER_ID, AttributeValue.fromS("u"),
                                DynamoTables.EVENT_KEY, AttributeValue.fromS(EventKey.of(event)))))
                .item();
        assertThat(item.get(DynamoTables.EXPIRES_AT).n())
                .isEqualTo(Long.toString((NOW_MS + Duration.ofDays(90).toMillis()) / 1000));
    }

    @Test
    void anEventCostsTwoWriteUnits() throws Exception {
        Map<String, AttributeValue> item = EventItem.of(view("u", "a", T0));
        item.put(DynamoTables.EVENT_KEY, AttributeValue.fromS("k"));
        item.put(DynamoTables.TIME_ORDER, AttributeValue.fromS("t"));
        ConsumedCapacity cost = client.putItem(request ->
                        request.tableName(table).item(item).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
                .consumedCapacity();
        assertThat(cost.capacityUnits()).isEqualTo(2.0);
    }

    @Test
    void theStreamHasOneInsertForAnEventHoweverOftenItIsPut() throws Exception {
        Event event = view("u", "a", T0);
        store.put(List.of(event, event));
        store.put(List.of(event));
        store.delete(new UserId("u"));
        List<Record> records = streamed();
        assertThat(records).extracting(Record::eventName).containsExactly(OperationType.INSERT, OperationType.REMOVE);
        StreamRecord insert = records.get(0).dynamodb();
        Map<String, String> image = new HashMap<>();
        insert.newImage().forEach((name, value) -> image.put(name, value.s() != null ? value.s() : value.n()));
        assertThat(image)
                .containsEntry("user_id", "u")
                .containsEntry("type", "view")
                .containsEntry("item_id", "a")
                .containsEntry("timestamp", Long.toString(T0));
        assertThat(records.get(1).dynamodb().hasNewImage()).isFalse();
    }

    private List<Record> streamed() throws Exception {
        String stream = client.describeTable(request -> request.tableName(table))
                .table()
                .latestStreamArn();
        List<Record> records = new ArrayList<>();
        try (DynamoDbStreamsClient streams = DynamoServer.streams(DynamoServer.endpoint())) {
            for (Shard shard : streams.describeStream(request -> request.streamArn(stream))
                    .streamDescription()
                    .shards()) {
                String iterator = streams.getShardIterator(request -> request.streamArn(stream)
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
                records.addAll(streams.getRecords(request -> request.shardIterator(iterator))
                        .records());
            }
        }
        return records;
    }

    @Test
    void aThrottledCallIsTriedAgain() throws Exception {
        proxy.next((body, backend) -> FaultProxy.Answer.throttled(), 3);
        assertThat(store.put(List.of(view("u", "a", T0)))).isEqualTo(bits(0));
        proxy.next((body, backend) -> FaultProxy.Answer.throttled(), 2);
        assertThat(last("u", 10)).hasSize(1);
    }

    @Test
    void aTableThatStaysThrottledIsOneLine() throws Exception {
        proxy.next((body, backend) -> FaultProxy.Answer.throttled(), 6);
        assertThatThrownBy(() -> store.put(List.of(view("u", "a", T0))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DynamoDB table " + table + ": cannot be written: slow down")
                .message()
                .doesNotContain("\n");
        assertThat(store.put(List.of(view("u", "a", T0)))).isEqualTo(bits(0));
    }

    @Test
    void anEventWhoseAnswerWasLostIsToldAsNew() throws Exception {
        proxy.next(
                (body, backend) -> {
                    assertThat(backend.call().status()).isEqualTo(200);
                    return FaultProxy.Answer.of(500, "{}");
                },
                1);
        assertThat(store.put(List.of(view("u", "a", T0)))).isEqualTo(bits(0));
        assertThat(last("u", 10)).hasSize(1);
    }

    @Test
    void whatABatchLeavesOverIsDeletedInTheEnd() throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            events.add(view("u", "i" + i, T0 + i));
        }
        store.put(events);
        // The tombstone and the query pass; the responses to the three batches leave everything unprocessed.
        proxy.next((body, backend) -> backend.call(), 2);
        proxy.next(
                (body, backend) -> FaultProxy.Answer.of(200, body.replace("\"RequestItems\"", "\"UnprocessedItems\"")),
                3);
        assertThat(store.delete(new UserId("u"))).isEqualTo(60);
        assertThat(last("u", 100)).isEmpty();
    }

    @Test
    void aDeletionLeavesATombstoneEvenOfNobodyKnown() throws Exception {
        store.put(List.of(view("u", "a", T0)));
        store.delete(new UserId("u"));
        at(NOW_MS + 5).delete(new UserId("nobody"));
        at(NOW_MS + 9).delete(new UserId("u"));
        at(NOW_MS + 7).delete(new UserId("u"));
        assertThat(deletedAtMs()).containsOnly(entry("nobody", NOW_MS + 5), entry("u", NOW_MS + 9));
    }

    private Map<String, Long> deletedAtMs() {
        return client.scanPaginator(request -> request.tableName(tombstones).consistentRead(true)).items().stream()
                .collect(Collectors.toMap(
                        item -> item.get(DynamoTables.USER_ID).s(),
                        item -> Long.valueOf(item.get(DynamoTables.DELETED_AT).n())));
    }

    @Test
    void aDeletionThatFailsHasLeftItsTombstone() throws Exception {
        store.put(List.of(view("u", "a", T0)));
        proxy.next((body, backend) -> backend.call(), 1);
        proxy.next((body, backend) -> FaultProxy.Answer.of(500, "{}"), 6);
        assertThatThrownBy(() -> store.delete(new UserId("u"))).isInstanceOf(IOException.class);
        assertThat(deletedAtMs()).containsOnly(entry("u", NOW_MS));
        assertThat(last("u", 10)).hasSize(1);
    }

    @Test
    void aMissingTableIsOneLineThatNamesIt() {
        EventStore nowhere = new DynamoEventStore(client, "no-such-table", tombstones, 90, Clock.systemUTC());
        assertThatThrownBy(() -> nowhere.put(List.of(view("u", "a", T0), view("u", "b", T0))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DynamoDB table no-such-table: cannot be written: ")
                .message()
                .doesNotContain("\n");
        assertThatThrownBy(() -> nowhere.last(new UserId("u"), 1))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DynamoDB table no-such-table: cannot be read: ");
        assertThatThrownBy(() -> nowhere.delete(new UserId("u")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("DynamoDB table no-such-table: ");
    }

    @Test
    void anItemThatIsNoEventIsNamed() {
        client.putItem(request -> request.tableName(table)
                .item(Map.of(
                        DynamoTables.USER_ID, AttributeValue.fromS("u"),
                        DynamoTables.EVENT_KEY, AttributeValue.fromS("k"),
                        DynamoTables.TIME_ORDER, AttributeValue.fromS("t"))));
        assertThatThrownBy(() -> last("u", 1))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "DynamoDB table " + table + ": the item of a user is damaged: type is missing, expected text");
    }
}
