package io.nextcart.functions.store.dynamo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.UserPage;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Events in DynamoDB. The primary key is (shopper, {@link EventKey}): one conditional write stores an event and keeps
 * it unique, and a local index sorts a shopper's events by time. An event expires some days after its arrival, whatever
 * its own time, so an imported log stays as long as fresh events.
 */
public final class DynamoEventStore implements EventStore {
    /** Days that an event is stored by default. */
    public static final int DEFAULT_TTL_DAYS = 90;

    /** Most days that an event can be stored. */
    public static final int MAX_TTL_DAYS = 3650;

    private static final int CALLS_AT_A_TIME = 8;

    /** Messages go to logs, which name no user. */
    private static final String A_USER = "a user";

    /** Sorts before every {@link #timeOrder}; a key cannot be empty. */
    private static final String BEFORE_ALL = "0";

    private final DynamoDbClient client;
    private final String table;
    private final String tombstones;
    private final Duration ttl;
    private final Clock clock;
    // Secure: other generators repeat themselves in every Lambda restored from the same snapshot.
    private final Random random = new SecureRandom();
    private final ParallelCalls calls = new ParallelCalls(CALLS_AT_A_TIME);
    private final BatchDeletes deletes;

    /**
     * A store over a client that the caller closes.
     *
     * @param table its name in the account
     * @param tombstones the table of deleted users
     * @param ttlDays how long an event is stored, at least 1
     */
    public DynamoEventStore(DynamoDbClient client, String table, String tombstones, int ttlDays, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.table = requireNonNull(table, "table is null");
        this.tombstones = requireNonNull(tombstones, "tombstones is null");
        if (ttlDays < 1 || ttlDays > MAX_TTL_DAYS) {
            throw new IllegalArgumentException("ttl is " + ttlDays + " days, expected 1 to " + MAX_TTL_DAYS);
        }
        this.ttl = Duration.ofDays(ttlDays);
        this.clock = requireNonNull(clock, "clock is null");
        this.deletes = new BatchDeletes(client, table, calls);
    }

    @Override
    public BitSet put(List<Event> events) throws IOException {
        if (events.size() > MAX_BATCH) {
            throw new IllegalArgumentException(events.size() + " events, expected at most " + MAX_BATCH);
        }
        long nowMs = clock.millis();
        Set<Identity> seen = new HashSet<>();
        boolean[] fresh = new boolean[events.size()];
        List<ParallelCalls.Call> writes = new ArrayList<>(events.size());
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            String key = EventKey.of(event);
            if (seen.add(new Identity(event.userId(), key))) {
                int position = i;
                writes.add(() -> fresh[position] = put(event, key, nowMs, position));
            }
        }
        calls.run(writes);
        BitSet result = new BitSet(fresh.length);
        for (int i = 0; i < fresh.length; i++) {
            result.set(i, fresh[i]);
        }
        return result;
    }

    private record Identity(UserId user, String key) {}

    private boolean put(Event event, String key, long nowMs, int position) throws IOException {
        AttributeValue order = AttributeValue.fromS(timeOrder(event.timestampMs(), nowMs, position));
        Map<String, AttributeValue> item = EventItem.of(event);
        item.put(DynamoTables.EVENT_KEY, AttributeValue.fromS(key));
        item.put(DynamoTables.TIME_ORDER, order);
        long expiresAt = (nowMs + ttl.toMillis()) / 1000;
        item.put(DynamoTables.EXPIRES_AT, AttributeValue.fromN(Long.toString(expiresAt)));
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(event_key)")
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return true;
        } catch (ConditionalCheckFailedException e) {
            // The client retries: our own first attempt may have succeeded although its response was lost.
            return order.equals(e.item().get(DynamoTables.TIME_ORDER));
        } catch (SdkException e) {
            throw DynamoFault.of(table, "written", e);
        }
    }

    /** Sorts by the event's time, then arrival, then position in the batch; the random end separates two writers. */
    private String timeOrder(long timestampMs, long arrivedMs, int position) {
        return String.format(Locale.ROOT, "%019d-%013d-%03d-%08x", timestampMs, arrivedMs, position, random.nextInt());
    }

    /** The time of arrival within {@link #timeOrder}. */
    private static long arrivedMs(String timeOrder) {
        return Long.parseLong(timeOrder.split("-", -1)[1]);
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        return last(user, limit, Select.ALL_ATTRIBUTES);
    }

    @Override
    public List<Event> lastInBrief(UserId user, int limit) throws IOException {
        return last(user, limit, Select.ALL_PROJECTED_ATTRIBUTES);
    }

    private List<Event> last(UserId user, int limit, Select attributes) throws IOException {
        if (limit < 1 || limit > MAX_READ) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_READ);
        }
        QueryRequest.Builder query = ofUser(user)
                .indexName(DynamoTables.EVENTS_BY_TIME)
                .select(attributes)
                .scanIndexForward(false)
                .consistentRead(true);
        List<Event> events = new ArrayList<>(limit);
        return DynamoFault.explain(table, "read", A_USER, () -> {
            // A second query only when the events exceed DynamoDB's page of 1 MB.
            boolean more = true;
            while (more && events.size() < limit) {
                QueryResponse page =
                        client.query(query.limit(limit - events.size()).build());
                page.items().forEach(item -> events.add(EventItem.toEvent(item)));
                more = next(query, page);
            }
            Collections.reverse(events);
            return events;
        });
    }

    @Override
    public UserPage export(UserId user, String after) throws IOException {
        Long deletedAtMs = deletedAtMs(user).orElse(null);
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(DynamoTables.EVENTS_BY_TIME)
                .keyConditionExpression("user_id = :user AND time_order > :after")
                .expressionAttributeValues(Map.of(
                        ":user", AttributeValue.fromS(user.value()),
                        ":after", AttributeValue.fromS(after.isEmpty() ? BEFORE_ALL : after)))
                .select(Select.ALL_ATTRIBUTES)
                .limit(MAX_READ)
                .consistentRead(true)
                .build();
        return DynamoFault.explain(table, "read", A_USER, () -> {
            QueryResponse page = client.query(query);
            List<ArchivedEvent> events = new ArrayList<>();
            String last = "";
            for (Map<String, AttributeValue> item : page.items()) {
                last = Attributes.required(item, DynamoTables.TIME_ORDER);
                events.add(new ArchivedEvent(EventItem.toEvent(item), arrivedMs(last)));
            }
            return new UserPage(events, deletedAtMs, page.hasLastEvaluatedKey() ? last : "");
        });
    }

    private Optional<Long> deletedAtMs(UserId user) throws IOException {
        return DynamoFault.explain(tombstones, "read", A_USER, () -> {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(tombstones)
                            .key(Map.of(DynamoTables.USER_ID, AttributeValue.fromS(user.value())))
                            .consistentRead(true))
                    .item();
            return item.isEmpty() ? Optional.empty() : Optional.of(Attributes.whole(item, DynamoTables.DELETED_AT));
        });
    }

    @Override
    public int delete(UserId user) throws IOException {
        // First, so the archive and the next retrain know of a deletion that stops half-way.
        bury(user);
        QueryRequest.Builder query =
                ofUser(user).projectionExpression("user_id, event_key").consistentRead(true);
        return DynamoFault.explain(table, "written", A_USER, () -> {
            int deleted = 0;
            boolean more = true;
            while (more) {
                QueryResponse page = client.query(query.build());
                deletes.run(page.items());
                deleted += page.items().size();
                more = next(query, page);
            }
            return deleted;
        });
    }

    /** Writes a tombstone, unless a later one exists. */
    private void bury(UserId user) throws IOException {
        AttributeValue deletedAt = AttributeValue.fromN(Long.toString(clock.millis()));
        AttributeValue userId = AttributeValue.fromS(user.value());
        try {
            client.putItem(request -> request.tableName(tombstones)
                    .item(Map.of(DynamoTables.USER_ID, userId, DynamoTables.DELETED_AT, deletedAt))
                    .conditionExpression("attribute_not_exists(deleted_at) OR deleted_at < :new")
                    .expressionAttributeValues(Map.of(":new", deletedAt)));
        } catch (ConditionalCheckFailedException e) {
            // A later tombstone exists.
        } catch (SdkException e) {
            throw DynamoFault.of(tombstones, "written", e);
        }
    }

    private QueryRequest.Builder ofUser(UserId user) {
        return QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("user_id = :user")
                .expressionAttributeValues(Map.of(":user", AttributeValue.fromS(user.value())));
    }

    private static boolean next(QueryRequest.Builder query, QueryResponse page) {
        @Nullable Map<String, AttributeValue> key = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
        query.exclusiveStartKey(key);
        return key != null;
    }
}
