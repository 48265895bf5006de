package io.nextcart.infra.state;

import static java.util.Objects.requireNonNull;

import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.LocalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.constructs.Construct;

/**
 * The tables, paid per request, encrypted, recoverable to any second of the last 35 days. Keys, indexes, expiry and stream are
 * those of {@code DynamoTables}; {@code TablesTest} holds the two together.
 */
final class Tables {
    /** The index of the events by time. */
    static final String EVENTS_BY_TIME = "by_time";

    /** The index of the catalogue by its changes. */
    static final String CATALOGUE_CHANGES = "changes";

    private final Construct scope;
    private final RemovalPolicy removal;

    Tables(Construct scope, RemovalPolicy removal) {
        this.scope = requireNonNull(scope, "scope is null");
        this.removal = requireNonNull(removal, "removal is null");
    }

    Table events() {
        Table table = table("EventsTable", "user_id")
                .sortKey(text("event_key"))
                .timeToLiveAttribute("expires_at")
                .build();
        table.addLocalSecondaryIndex(LocalSecondaryIndexProps.builder()
                .indexName(EVENTS_BY_TIME)
                .sortKey(text("time_order"))
                .build());
        return table;
    }

    Table tombstones() {
        return table("TombstonesTable", "user_id").build();
    }

    Table catalogue() {
        Table table = table("CatalogueTable", "item_id").build();
        table.addGlobalSecondaryIndex(GlobalSecondaryIndexProps.builder()
                .indexName(CATALOGUE_CHANGES)
                .partitionKey(text("change_day"))
                .sortKey(Attribute.builder()
                        .name("updated_at")
                        .type(AttributeType.NUMBER)
                        .build())
                .build());
        return table;
    }

    private Table.Builder table(String id, String partitionKey) {
        return Table.Builder.create(scope, id)
                .partitionKey(text(partitionKey))
                // What changes goes to the archive.
                .stream(StreamViewType.NEW_IMAGE)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .encryption(TableEncryption.AWS_MANAGED)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(removal == RemovalPolicy.RETAIN)
                .removalPolicy(removal);
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }
}
