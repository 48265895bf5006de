package io.nextcart.functions.store.dynamo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.UserId;
import io.nextcart.functions.store.Tombstone;
import io.nextcart.functions.store.TombstoneStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Tombstones in DynamoDB: one item per shopper. The table is small and read once a night, so it is scanned. */
public final class DynamoTombstoneStore implements TombstoneStore {
    private static final Comparator<Tombstone> BY_TIME =
            Comparator.comparingLong(Tombstone::deletedAtMs).thenComparing(Tombstone::userId);

    private final DynamoDbClient client;
    private final String table;

    /**
     * A store over a client, which stays the caller's to close.
     *
     * @param table as it is called in the account
     */
    public DynamoTombstoneStore(DynamoDbClient client, String table) {
        this.client = requireNonNull(client, "client is null");
        this.table = requireNonNull(table, "table is null");
    }

    /** Puts up a tombstone; a later one stays. */
    void put(Tombstone tombstone) throws IOException {
        AttributeValue deletedAt = AttributeValue.fromN(Long.toString(tombstone.deletedAtMs()));
        AttributeValue user = AttributeValue.fromS(tombstone.userId().value());
        try {
            client.putItem(request -> request.tableName(table)
                    .item(Map.of(DynamoTables.USER_ID, user, DynamoTables.DELETED_AT, deletedAt))
                    .conditionExpression("attribute_not_exists(deleted_at) OR deleted_at < :new")
                    .expressionAttributeValues(Map.of(":new", deletedAt)));
        } catch (ConditionalCheckFailedException e) {
            // The one that is there says more.
        } catch (SdkException e) {
            throw DynamoFault.of(table, "written", e);
        }
    }

    @Override
    public List<Tombstone> since(long sinceMs) throws IOException {
        AttributeValue since = AttributeValue.fromN(Long.toString(sinceMs));
        return DynamoFault.explain(
                table,
                "read",
                "a deleted user",
                () -> client
                        .scanPaginator(request -> request.tableName(table)
                                .consistentRead(true)
                                .filterExpression("deleted_at >= :since")
                                .expressionAttributeValues(Map.of(":since", since)))
                        .items()
                        .stream()
                        .map(item -> new Tombstone(
                                new UserId(Attributes.required(item, DynamoTables.USER_ID)),
                                Attributes.whole(item, DynamoTables.DELETED_AT)))
                        .sorted(BY_TIME)
                        .toList());
    }
}
