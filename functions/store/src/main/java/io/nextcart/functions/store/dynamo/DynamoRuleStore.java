package io.nextcart.functions.store.dynamo;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.store.RuleStore;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Merchandising rules in DynamoDB: one table item per version, all in one partition. */
public final class DynamoRuleStore implements RuleStore {
    private static final AttributeValue RULES = AttributeValue.fromS("rules");

    private final DynamoDbClient client;
    private final String table;

    /**
     * A store over a client that the caller closes.
     *
     * @param table its name in the account
     */
    public DynamoRuleStore(DynamoDbClient client, String table) {
        this.client = requireNonNull(client, "client is null");
        this.table = requireNonNull(table, "table is null");
    }

    @Override
    public Version latest() throws IOException {
        return DynamoFault.explain(
                table,
                "read",
                "the rules",
                () -> client
                        .query(request -> request.tableName(table)
                                .keyConditionExpression("#name = :name")
                                .expressionAttributeNames(Map.of("#name", DynamoTables.NAME))
                                .expressionAttributeValues(Map.of(":name", RULES))
                                .scanIndexForward(false)
                                .consistentRead(true)
                                .limit(1))
                        .items()
                        .stream()
                        .map(DynamoRuleStore::version)
                        .findFirst()
                        .orElse(Version.NONE));
    }

    @Override
    public Optional<Version> get(long version) throws IOException {
        return DynamoFault.explain(table, "read", "version " + version + " of the rules", () -> {
            Map<String, AttributeValue> found = client.getItem(request ->
                            request.tableName(table).key(key(version)).consistentRead(true))
                    .item();
            return found.isEmpty() ? Optional.empty() : Optional.of(version(found));
        });
    }

    @Override
    public boolean add(Version next) throws IOException {
        Map<String, AttributeValue> item = new HashMap<>(key(next.version()));
        item.put(DynamoTables.DOCUMENT, AttributeValue.fromS(next.document()));
        return DynamoFault.explain(table, "written", "the rules", () -> {
            try {
                client.putItem(request -> request.tableName(table)
                        .item(item)
                        .conditionExpression("attribute_not_exists(#name)")
                        .expressionAttributeNames(Map.of("#name", DynamoTables.NAME)));
                return true;
            } catch (ConditionalCheckFailedException e) {
                // The SDK tries again after a lost response: then the version that is there is this one.
                return get(next.version()).filter(next::equals).isPresent();
            }
        });
    }

    private static Version version(Map<String, AttributeValue> item) {
        return new Version(
                Attributes.whole(item, DynamoTables.VERSION), Attributes.required(item, DynamoTables.DOCUMENT));
    }

    private static Map<String, AttributeValue> key(long version) {
        return Map.of(DynamoTables.NAME, RULES, DynamoTables.VERSION, AttributeValue.fromN(Long.toString(version)));
    }
}
