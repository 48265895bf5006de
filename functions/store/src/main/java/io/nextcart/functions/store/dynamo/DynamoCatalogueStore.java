package io.nextcart.functions.store.dynamo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.functions.store.CatalogueStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * The catalogue in DynamoDB: one table item per item of the shop, and an index of changes with one partition per UTC
 * day, so {@link #changedSince} a minute ago reads only what changed.
 */
public final class DynamoCatalogueStore implements CatalogueStore {
    /** For more days than this, one scan of the table is cheaper than a query per day. */
    private static final int MOST_DAYS = 31;

    private static final int ATTEMPTS = 20;
    private static final Set<String> TIMES = Set.of(DynamoTables.UPDATED_AT, DynamoTables.CHANGE_DAY);
    private static final int CALLS_AT_A_TIME = 8;
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
    private static final Comparator<CatalogueItem> BY_TIME =
            Comparator.comparingLong(CatalogueItem::updatedAtMs).thenComparing(CatalogueItem::itemId);

    private final DynamoDbClient client;
    private final String table;
    private final Clock clock;
    private final ParallelCalls calls = new ParallelCalls(CALLS_AT_A_TIME);

    /**
     * A store over a client that the caller closes.
     *
     * @param table its name in the account
     */
    public DynamoCatalogueStore(DynamoDbClient client, String table, Clock clock) {
        this.client = requireNonNull(client, "client is null");
        this.table = requireNonNull(table, "table is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    @Override
    public void putAll(List<CatalogueItem> items) throws IOException {
        if (items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(items.size() + " items, expected at most " + MAX_ITEMS);
        }
        // One write per item, because BatchWriteItem replaces whole items. Several changes of one item are merged, or
        // they would race.
        Map<ItemId, CatalogueItem> changes = new LinkedHashMap<>();
        items.forEach(item -> changes.merge(item.itemId(), item, (before, change) -> change.over(before)));
        List<ParallelCalls.Call> writes = new ArrayList<>(changes.size());
        changes.values().forEach(item -> writes.add(() -> write(item)));
        calls.run(writes);
    }

    private void write(CatalogueItem item) throws IOException {
        long timeMs = item.updatedAtMs();
        // Repeats only while others change the same item with later times.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            long triedMs = timeMs;
            long keptMs = DynamoFault.explain(table, "written", item.itemId().value(), () -> update(item, triedMs));
            if (keptMs <= triedMs) {
                return;
            }
            timeMs = keptMs;
        }
        throw new IOException(
                "DynamoDB table " + table + ": cannot be written: too many changes of " + item.itemId() + " at once");
    }

    /**
     * Returns the time now stored; when it is later than {@code timeMs}, nothing was written. A change without effect
     * is not written either: it would cost the index two units, and every follower of changes a read.
     */
    private long update(CatalogueItem item, long timeMs) {
        Map<String, AttributeValue> set = attributes(item, timeMs);
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> terms = new ArrayList<>();
        List<String> same = new ArrayList<>(List.of("attribute_exists(#updated_at)"));
        set.forEach((name, value) -> {
            names.put("#" + name, name);
            values.put(":" + name, value);
            terms.add("#" + name + " = :" + name);
            if (!TIMES.contains(name)) {
                same.add("#" + name + " = :" + name);
            }
        });
        if (!item.deleted()) {
            names.put("#deleted", DynamoTables.DELETED);
            same.add("attribute_not_exists(#deleted)");
        }
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key(item.itemId()))
                    .updateExpression("SET " + String.join(", ", terms) + (item.deleted() ? "" : " REMOVE #deleted"))
                    .conditionExpression("(attribute_not_exists(#updated_at) OR #updated_at <= :updated_at) AND NOT ("
                            + String.join(" AND ", same) + ")")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return timeMs;
        } catch (ConditionalCheckFailedException e) {
            return Attributes.whole(e.item(), DynamoTables.UPDATED_AT);
        }
    }

    /** An item as attributes, without the table's key. */
    static Map<String, AttributeValue> attributes(CatalogueItem item, long timeMs) {
        Map<String, AttributeValue> parts = new HashMap<>();
        Boolean available = item.available();
        if (available != null) {
            parts.put(DynamoTables.AVAILABLE, AttributeValue.fromBool(available));
        }
        Attributes.text(parts, DynamoTables.CATEGORY, item.category());
        Attributes.real(parts, DynamoTables.PRICE, item.price());
        Attributes.text(parts, DynamoTables.TITLE, item.title());
        Attributes.text(parts, DynamoTables.IMAGE_URL, item.imageUrl());
        item.unset().forEach(part -> parts.put(part.wireName(), AttributeValue.fromNul(true)));
        if (item.deleted()) {
            parts.put(DynamoTables.DELETED, AttributeValue.fromBool(true));
        }
        parts.put(DynamoTables.UPDATED_AT, AttributeValue.fromN(Long.toString(timeMs)));
        parts.put(DynamoTables.CHANGE_DAY, AttributeValue.fromS(day(timeMs).toString()));
        return parts;
    }

    @Override
    public Optional<CatalogueItem> get(ItemId item) throws IOException {
        return DynamoFault.explain(table, "read", item.value(), () -> {
            Map<String, AttributeValue> found = client.getItem(
                            request -> request.tableName(table).key(key(item)).consistentRead(true))
                    .item();
            return found.isEmpty() ? Optional.empty() : Optional.of(item(found));
        });
    }

    @Override
    public List<CatalogueItem> changedSince(long sinceMs) throws IOException {
        if (sinceMs < 0) {
            throw new IllegalArgumentException("since is " + sinceMs + ", expected milliseconds since 1970");
        }
        LocalDate first = day(sinceMs);
        LocalDate last = day(clock.millis() + CLOCKS_DIFFER.toMillis());
        AttributeValue since = AttributeValue.fromN(Long.toString(sinceMs));
        // By id: an item that changes between two queries may appear in both.
        Map<ItemId, CatalogueItem> found = new HashMap<>();
        return DynamoFault.explain(table, "read", "an item", () -> {
            if (first.plusDays(MOST_DAYS).isBefore(last)) {
                client.scanPaginator(request -> request.tableName(table)
                                .filterExpression("updated_at >= :since")
                                .expressionAttributeValues(Map.of(":since", since)))
                        .items()
                        .forEach(item -> add(item, found));
            } else {
                for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
                    AttributeValue partition = AttributeValue.fromS(day.toString());
                    client.queryPaginator(request -> request.tableName(table)
                                    .indexName(DynamoTables.CATALOGUE_CHANGES)
                                    .keyConditionExpression("change_day = :day AND updated_at >= :since")
                                    .expressionAttributeValues(Map.of(":day", partition, ":since", since)))
                            .items()
                            .forEach(item -> add(item, found));
                }
            }
            return found.values().stream().sorted(BY_TIME).toList();
        });
    }

    private static void add(Map<String, AttributeValue> attributes, Map<ItemId, CatalogueItem> found) {
        CatalogueItem item = item(attributes);
        found.merge(item.itemId(), item, (one, other) -> one.updatedAtMs() > other.updatedAtMs() ? one : other);
    }

    private static CatalogueItem item(Map<String, AttributeValue> attributes) {
        @Nullable AttributeValue available = attributes.get(DynamoTables.AVAILABLE);
        return new CatalogueItem(
                new ItemId(Attributes.required(attributes, DynamoTables.ITEM_ID)),
                available == null ? null : available.bool(),
                Attributes.text(attributes, DynamoTables.CATEGORY),
                Attributes.real(attributes, DynamoTables.PRICE),
                Attributes.text(attributes, DynamoTables.TITLE),
                Attributes.text(attributes, DynamoTables.IMAGE_URL),
                Arrays.stream(CatalogueItem.Part.values())
                        .filter(part -> isNull(attributes.get(part.wireName())))
                        .collect(Collectors.toSet()),
                attributes.containsKey(DynamoTables.DELETED),
                Attributes.whole(attributes, DynamoTables.UPDATED_AT));
    }

    private static boolean isNull(@Nullable AttributeValue value) {
        return value != null && Boolean.TRUE.equals(value.nul());
    }

    private static Map<String, AttributeValue> key(ItemId item) {
        return Map.of(DynamoTables.ITEM_ID, AttributeValue.fromS(item.value()));
    }

    private static LocalDate day(long timeMs) {
        return Instant.ofEpochMilli(timeMs).atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
