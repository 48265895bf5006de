package io.nextcart.infra.state;

import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Outputs;
import io.nextcart.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigatewayv2.CfnDomainName;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * What survives when everything else is replaced: the tables, the archive, the models. The other stacks of a shop
 * refer to this one and it refers to none of them, so that they can be deleted and recreated over the same data.
 */
public final class StateStack extends Stack {
    /** The folder in the bucket of models for the tables of a training on Spark. */
    public static final String SPARK_TABLES = "spark/";

    private final ITable events;
    private final ITable tombstones;
    private final ITable catalogue;
    private final ITable rules;
    private final IBucket archive;
    private final IBucket models;
    private final Topic notifications;
    private final @Nullable CfnDomainName domain;

    /** @param shared the topic of the stage's first shop; null for a topic of its own */
    public StateStack(Construct scope, String id, StackProps props, Settings settings, @Nullable Topic shared) {
        super(scope, id, props);
        RemovalPolicy removal = settings.retainData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        events = Tables.of(this, "EventsTable", DynamoTables.EVENTS, removal, settings.state());
        tombstones = Tables.of(this, "TombstonesTable", DynamoTables.TOMBSTONES, removal, settings.state());
        catalogue = Tables.of(this, "CatalogueTable", DynamoTables.CATALOGUE, removal, settings.state());
        rules = Tables.of(this, "RulesTable", DynamoTables.RULES, removal, settings.state());
        Buckets buckets = new Buckets(this, removal, settings.state());
        archive = buckets.archive();
        models = buckets.models();
        notifications = shared == null ? notifications(settings.monitoring().alarmEmail()) : shared;
        domain = settings.api().domain().isRegional() ? domain(settings) : null;
        Outputs.add(this, settings, "EventsTableName", events.getTableName());
        Outputs.add(this, settings, "ArchiveBucketName", archive.getBucketName());
        Outputs.add(this, settings, "ModelStore", "s3://" + models.getBucketName());
        if (shared == null) {
            Outputs.add(this, settings, "NotificationTopicArn", notifications.getTopicArn());
        }
    }

    /** In this stack, so that its address stays when the API is recreated. */
    private CfnDomainName domain(Settings settings) {
        CfnDomainName name = CfnDomainName.Builder.create(this, "Domain")
                .domainName(settings.api().domain().name())
                .domainNameConfigurations(List.of(CfnDomainName.DomainNameConfigurationProperty.builder()
                        .certificateArn(settings.api().domain().certificate())
                        .endpointType("REGIONAL")
                        .securityPolicy("TLS_1_2")
                        .build()))
                .build();
        Outputs.add(this, settings, "DomainTarget", name.getAttrRegionalDomainName());
        return name;
    }

    /** Alarms, the budget and the retrain publish to it; e-mail and other subscribers receive. */
    private Topic notifications(String email) {
        Topic topic = Topic.Builder.create(this, "Notifications")
                .displayName("Nextcart")
                .enforceSsl(true)
                .build();
        for (String service : List.of("cloudwatch", "budgets")) {
            topic.addToResourcePolicy(PolicyStatement.Builder.create()
                    .sid("Let" + service)
                    .principals(List.of(new ServicePrincipal(service + ".amazonaws.com")))
                    .actions(List.of("sns:Publish"))
                    .resources(List.of(topic.getTopicArn()))
                    .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                    .build());
        }
        if (!email.isEmpty()) {
            topic.addSubscription(new EmailSubscription(email));
        }
        Accepted.finding(
                topic,
                "AwsSolutions-SNS2",
                "Messages name an alarm, a model version and counts, never a shopper. CloudWatch may publish to an encrypted"
                        + " topic only with a key of our own, at a dollar a month.");
        return topic;
    }

    public ITable events() {
        return events;
    }

    public ITable tombstones() {
        return tombstones;
    }

    public ITable catalogue() {
        return catalogue;
    }

    public ITable rules() {
        return rules;
    }

    /** The archive: {@code events/dt=…/}. */
    public IBucket archive() {
        return archive;
    }

    /** Models: {@code models/<version>/} and {@code models/current.json}. */
    public IBucket models() {
        return models;
    }

    public Topic notifications() {
        return notifications;
    }

    /** The name of the API in its own region; null if AWS assigns it. */
    public @Nullable CfnDomainName domain() {
        return domain;
    }
}
