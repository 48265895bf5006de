package io.nextcart.infra.state;

import io.nextcart.functions.store.dynamo.TableDefinition;
import io.nextcart.functions.store.dynamo.TableDefinition.TableIndex;
import io.nextcart.infra.settings.StateSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableAttributes;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/**
 * Creates tables by the functions' definitions: paid per request, encrypted, with point-in-time recovery for 35 days.
 */
final class Tables {
    private Tables() {}

    /** The table that the settings name, by its stream if it has one, or a new one. */
    static ITable of(
            Construct scope, String id, TableDefinition definition, RemovalPolicy removal, StateSettings settings) {
        String existing = settings.existing().getOrDefault(id, "");
        if (existing.isEmpty()) {
            return create(scope, id, definition, removal, settings.wholeEventsIndex());
        }
        if (!definition.stream()) {
            return Table.fromTableArn(scope, id, existing);
        }
        return Table.fromTableAttributes(
                scope,
                id,
                TableAttributes.builder()
                        .tableArn(existing.substring(0, existing.indexOf("/stream/")))
                        .tableStreamArn(existing)
                        .build());
    }

    private static Table create(
            Construct scope, String id, TableDefinition definition, RemovalPolicy removal, boolean wholeIndex) {
        Table table = Table.Builder.create(scope, id)
                .partitionKey(attribute(definition, definition.key().partition()))
                .sortKey(attribute(definition, definition.key().sort()))
                .timeToLiveAttribute(definition.ttlAttribute())
                // The archive reads the stream.
                .stream(definition.stream() ? StreamViewType.NEW_IMAGE : null)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .encryption(TableEncryption.AWS_MANAGED)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(removal == RemovalPolicy.RETAIN)
                .removalPolicy(removal)
                .build();
        for (TableIndex index : definition.indexes()) {
            Attribute sort = attribute(definition, index.key().sort());
            if (index.local()) {
                // CloudFormation cannot change an index in place; another index would need another table.
                List<String> attributes = wholeIndex ? List.of() : index.attributes();
                table.addLocalSecondaryIndex(LocalSecondaryIndexProps.builder()
                        .indexName(index.name())
                        .sortKey(sort)
                        .projectionType(attributes.isEmpty() ? ProjectionType.ALL : ProjectionType.INCLUDE)
                        .nonKeyAttributes(attributes.isEmpty() ? null : attributes)
                        .build());
            } else {
                table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                        .indexName(index.name())
                        .partitionKey(attribute(definition, index.key().partition()))
                        .sortKey(sort)
                        .build());
            }
        }
        return table;
    }

    private static @Nullable Attribute attribute(TableDefinition definition, @Nullable String name) {
        if (name == null) {
            return null;
        }
        boolean number = definition.types().get(name) == TableDefinition.AttributeType.N;
        return Attribute.builder()
                .name(name)
                .type(number ? AttributeType.NUMBER : AttributeType.STRING)
                .build();
    }
}
