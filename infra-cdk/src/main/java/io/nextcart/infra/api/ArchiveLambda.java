package io.nextcart.infra.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.lambda.CfnEventSourceMapping;
import software.amazon.awscdk.services.sns.FilterOrPolicy;
import software.amazon.awscdk.services.sns.StringConditions;
import software.amazon.awscdk.services.sns.SubscriptionFilter;
import software.amazon.awscdk.services.sns.subscriptions.SqsSubscription;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * The Lambda that copies changes of the tables from their streams to the archive. docs/data-model.md explains the
 * settings of the event sources, by which each event lands in one object.
 */
public final class ArchiveLambda {
    private static final int TIMEOUT_SECONDS = 120;
    private static final int MOST_RECORDS = 1000;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int OLDEST_RECORD_SECONDS = 6 * 3600;
    /** Lambda's pauses grow; this limits how long an unwritable record blocks its shard. */
    private static final int MOST_RETRIES = 50;

    private static final Duration KEPT = Duration.days(14);

    private final LambdaFunction lambda;
    private final Queue failed;

    ArchiveLambda(Construct scope, Settings settings, StateStack state, Packages packages) {
        lambda = new LambdaFunction(
                scope,
                "Archive",
                new LambdaFunction.Spec(
                        "writes what is new to the archive",
                        packages.jar("archive"),
                        "io.nextcart.functions.archive.ArchiveHandler",
                        settings.api().lambdas().archiveMemoryMb(),
                        TIMEOUT_SECONDS,
                        false,
                        settings.api().lambdas().arm64()),
                Map.of("NEXTCART_ARCHIVE_BUCKET", state.archive().getBucketName()));
        Map<String, ITable> tables = new TreeMap<>(
                Map.of("Events", state.events(), "Tombstones", state.tombstones(), "Catalogue", state.catalogue()));
        tables.values().forEach(this::allow);
        for (String folder : List.of("events/*", "items/*", "tombstones/*")) {
            lambda.allow(List.of("s3:PutObject"), state.archive().arnForObjects(folder));
        }
        Accepted.finding(
                lambda.policy(),
                "AwsSolutions-IAM5",
                "The folders of the archive, to write: an object is named by the first record in it. stream/* of a table, to"
                        + " list its streams, which Lambda asks of every reader.");
        failed = Queue.Builder.create(lambda, "Failed")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(KEPT)
                .build();
        Accepted.finding(
                failed, "AwsSolutions-SQS3", "It is itself where failed batches go; an alarm rings when there is one.");
        // The topic notifies at once, without an alarm that costs; the queue keeps the failure.
        String topic = state.notifications().getTopicArn();
        lambda.allow(List.of("sns:Publish"), topic);
        state.notifications().addSubscription(ofThisFunction());
        tables.forEach((name, table) -> source(name, table, topic));
    }

    /** Filters out other shops' archives, which write to the same topic. */
    private SqsSubscription ofThisFunction() {
        return SqsSubscription.Builder.create(failed)
                .rawMessageDelivery(true)
                .filterPolicyWithMessageBody(Map.of(
                        "requestContext",
                        FilterOrPolicy.policy(Map.of(
                                "functionArn",
                                FilterOrPolicy.filter(SubscriptionFilter.stringFilter(StringConditions.builder()
                                        .matchPrefixes(List.of(lambda.function().getFunctionArn()))
                                        .build()))))))
                .build();
    }

    private void allow(ITable table) {
        lambda.allow(
                List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"), stream(table));
        lambda.allow(List.of("dynamodb:ListStreams"), table.getTableArn() + "/stream/*");
    }

    private void source(String name, ITable table, String topic) {
        CfnEventSourceMapping source = CfnEventSourceMapping.Builder.create(lambda, name + "Stream")
                .functionName(lambda.function().getFunctionName())
                .eventSourceArn(stream(table))
                .startingPosition("TRIM_HORIZON")
                .parallelizationFactor(1)
                .batchSize(MOST_RECORDS)
                .maximumBatchingWindowInSeconds(LONGEST_WAIT_SECONDS)
                .maximumRecordAgeInSeconds(OLDEST_RECORD_SECONDS)
                .maximumRetryAttempts(MOST_RETRIES)
                // Separates failing records from good ones.
                .bisectBatchOnFunctionError(true)
                // Expired and deleted items have nothing to write.
                .filterCriteria(CfnEventSourceMapping.FilterCriteriaProperty.builder()
                        .filters(List.of(CfnEventSourceMapping.FilterProperty.builder()
                                .pattern("{\"eventName\":[\"INSERT\",\"MODIFY\"]}")
                                .build()))
                        .build())
                .functionResponseTypes(List.of("ReportBatchItemFailures"))
                .destinationConfig(CfnEventSourceMapping.DestinationConfigProperty.builder()
                        .onFailure(CfnEventSourceMapping.OnFailureProperty.builder()
                                .destination(topic)
                                .build())
                        .build())
                .build();
        // Lambda checks the role's rights when it creates the mapping.
        source.getNode().addDependency(lambda.policy());
    }

    private static String stream(ITable table) {
        return requireNonNull(table.getTableStreamArn(), "the table has no stream");
    }

    public LambdaFunction lambda() {
        return lambda;
    }

    /** The batches that could not be written. */
    public Queue failed() {
        return failed;
    }
}
