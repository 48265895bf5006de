package io.nextcart.infra.state;

import io.nextcart.functions.store.dynamo.DynamoTables;
import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Settings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * What is kept when everything else is replaced: the three tables, the archive, the models. The other stacks of a shop refer to
 * it and it refers to none of them, so that they can be deleted and brought up again over the same data.
 */
public final class StateStack extends Stack {
    private final Table events;
    private final Table tombstones;
    private final Table catalogue;
    private final Bucket archive;
    private final Bucket models;
    private final Topic notifications;

    /**
     * @param shared the topic of the stage's first shop; null for a topic of its own
     */
    public StateStack(Construct scope, String id, StackProps props, Settings settings, @Nullable Topic shared) {
        super(scope, id, props);
        RemovalPolicy removal = settings.retainData() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
        boolean whole = settings.state().wholeEventsIndex();
        events = Tables.create(this, "EventsTable", DynamoTables.EVENTS, removal, whole);
        tombstones = Tables.create(this, "TombstonesTable", DynamoTables.TOMBSTONES, removal, whole);
        catalogue = Tables.create(this, "CatalogueTable", DynamoTables.CATALOGUE, removal, whole);
        Buckets buckets = new Buckets(this, removal, settings.state());
        archive = buckets.archive();
        models = buckets.models();
        notifications = shared == null ? notifications(settings.monitoring().alarmEmail()) : shared;
        output("EventsTableName", events.getTableName());
        output("ArchiveBucketName", archive.getBucketName());
        output("ModelStore", "s3://" + models.getBucketName());
        output("NotificationTopicArn", notifications.getTopicArn());
    }

    private void output(String name, String value) {
        CfnOutput.Builder.create(this, name).value(value).build();
    }

    /** Alarms, the budget and the retrain write to it; e-mail and other subscribers read. */
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

    public Table events() {
        return events;
    }

    public Table tombstones() {
        return tombstones;
    }

    public Table catalogue() {
        return catalogue;
    }

    /** The archive: {@code events/dt=…/}. */
    public Bucket archive() {
        return archive;
    }

    /** Models: {@code models/<version>/} and {@code models/current.json}. */
    public Bucket models() {
        return models;
    }

    public Topic notifications() {
        return notifications;
    }
}
