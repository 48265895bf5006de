package io.nextcart.functions.store.dynamo;

import io.nextcart.functions.store.dynamo.TableDefinition.TableIndex;
import io.nextcart.functions.store.dynamo.TableDefinition.TableKey;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Creates the tables that {@link DynamoTables} defines, as the infrastructure does. */
public final class TestTables {
    private static int tables;

    private TestTables() {}

    /** Creates a table with a unique name, and returns the name. */
    public static synchronized String create(DynamoDbClient client, TableDefinition definition) {
        String name = definition.name() + "-" + tables++;
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key(definition.key()))
                .attributeDefinitions(definition.types().entrySet().stream()
                        .map(type -> AttributeDefinition.builder()
                                .attributeName(type.getKey())
                                .attributeType(type.getValue().name())
                                .build())
                        .toList());
        List<LocalSecondaryIndex> local = new ArrayList<>();
        List<GlobalSecondaryIndex> global = new ArrayList<>();
        for (TableIndex index : definition.indexes()) {
            if (index.local()) {
                local.add(LocalSecondaryIndex.builder()
                        .indexName(index.name())
                        .keySchema(key(index.key()))
                        .projection(projection(index))
                        .build());
            } else {
                global.add(GlobalSecondaryIndex.builder()
                        .indexName(index.name())
                        .keySchema(key(index.key()))
                        .projection(projection(index))
                        .build());
            }
        }
        if (!local.isEmpty()) {
            request.localSecondaryIndexes(local);
        }
        if (!global.isEmpty()) {
            request.globalSecondaryIndexes(global);
        }
        if (definition.stream()) {
            request.streamSpecification(stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_IMAGE));
        }
        client.createTable(request.build());
        client.waiter().waitUntilTableExists(describe -> describe.tableName(name));
        String ttl = definition.ttlAttribute();
        if (ttl != null) {
            client.updateTimeToLive(update -> update.tableName(name)
                    .timeToLiveSpecification(spec -> spec.enabled(true).attributeName(ttl)));
        }
        return name;
    }

    private static Projection projection(TableIndex index) {
        return index.attributes().isEmpty()
                ? Projection.builder().projectionType(ProjectionType.ALL).build()
                : Projection.builder()
                        .projectionType(ProjectionType.INCLUDE)
                        .nonKeyAttributes(index.attributes())
                        .build();
    }

    private static List<KeySchemaElement> key(TableKey key) {
        List<KeySchemaElement> elements = new ArrayList<>();
        elements.add(KeySchemaElement.builder()
                .attributeName(key.partition())
                .keyType(KeyType.HASH)
                .build());
        String sort = key.sort();
        if (sort != null) {
            elements.add(KeySchemaElement.builder()
                    .attributeName(sort)
                    .keyType(KeyType.RANGE)
                    .build());
        }
        return elements;
    }
}
