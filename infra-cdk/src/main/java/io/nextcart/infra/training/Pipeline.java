package io.nextcart.infra.training;

import io.nextcart.infra.api.LambdaFunction;
import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.iam.Rights;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/**
 * The state machine of {@code training-fargate/pipeline.asl.json}: train on spare capacity, or on demand if that is
 * taken away; try the new model on a share of the shoppers; look until it is decided; report the result.
 */
final class Pipeline extends Construct {
    private static final int SECONDS_PER_MINUTE = 60;
    /** Attempts of the training, each with its full time limit. */
    private static final int TRIES = 2;

    /** Retries, messages, the last look. */
    private static final int REST_MINUTES = 120;

    private static final int MINUTES_PER_HOUR = 60;

    private final StateMachine machine;
    private final Role role;

    Pipeline(
            Construct scope,
            String id,
            Settings.Training settings,
            String guardAlarms,
            Path definition,
            StateStack state,
            Cluster cluster,
            TrainingNetwork network,
            TrainingTask task,
            LambdaFunction rollout) {
        super(scope, id);
        Stack stack = Stack.of(this);
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("states.amazonaws.com"))
                .description("Nextcart: what the pipeline of the retrain may do")
                .build();
        allow(state, cluster, task, rollout);
        int wholeMinutes =
                TRIES * settings.task().timeoutMinutes() + settings.trial().hours() * MINUTES_PER_HOUR + REST_MINUTES;
        String definitionText = read(definition);
        Map<String, String> numbers = Map.of(
                "TaskTimeoutSeconds", Integer.toString(settings.task().timeoutMinutes() * SECONDS_PER_MINUTE),
                "WholeTimeoutSeconds", Integer.toString(wholeMinutes * SECONDS_PER_MINUTE),
                "LookEverySeconds", Integer.toString(settings.trial().lookEverySeconds()),
                "ChallengerShare", Double.toString(settings.trial().challengerShare()));
        for (Map.Entry<String, String> number : numbers.entrySet()) {
            definitionText = definitionText.replace("\"${" + number.getKey() + "}\"", number.getValue());
        }
        machine = StateMachine.Builder.create(this, "StateMachine")
                .definitionBody(DefinitionBody.fromString(definitionText))
                .definitionSubstitutions(new TreeMap<>(Map.ofEntries(
                        Map.entry("ArchiveBucket", state.archive().getBucketName()),
                        Map.entry("Cluster", cluster.getClusterArn()),
                        Map.entry("TaskDefinition", task.definition().getFamily()),
                        Map.entry("Capacity", settings.task().spot() ? "FARGATE_SPOT" : "FARGATE"),
                        Map.entry("PublicIp", network.publicIp() ? "ENABLED" : "DISABLED"),
                        Map.entry("SecurityGroup", network.group().getSecurityGroupId()),
                        Map.entry("SubnetA", network.subnetId(0)),
                        Map.entry("SubnetB", network.subnetId(1)),
                        Map.entry("Rollout", rollout.function().getFunctionName()),
                        Map.entry("GuardAlarms", guardAlarms),
                        Map.entry("TrainingLog", task.logGroupName()),
                        Map.entry(
                                "Executions",
                                "https://" + stack.getRegion() + ".console.aws.amazon.com/states/home?region="
                                        + stack.getRegion() + "#/v2/executions/details/"),
                        Map.entry("Topic", state.notifications().getTopicArn()))))
                .role(role)
                .build();
        Accepted.finding(
                machine,
                "AwsSolutions-SF1",
                "Step Functions keeps the history of each execution for 90 days, a few steps an hour. Logs would"
                        + " need the right to manage every log delivery of the account.");
        Accepted.finding(
                machine,
                "AwsSolutions-SF2",
                "Steps one after another, each with its result in the history: there is no path to trace.");
    }

    private static String read(Path definition) {
        try {
            return Files.readString(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(definition + ": cannot be read", e);
        }
    }

    private void allow(StateStack state, Cluster cluster, TrainingTask task, LambdaFunction rollout) {
        Stack stack = Stack.of(this);
        String here = stack.getPartition() + ":%s:" + stack.getRegion() + ":" + stack.getAccount() + ":";
        Rights.allow(role, List.of("s3:ListBucket"), state.archive().getBucketArn());
        Map<String, Map<String, String>> inCluster =
                Map.of("ArnEquals", Map.of("ecs:cluster", cluster.getClusterArn()));
        // The newest revision at the start: a deployment deactivates the one before.
        String revisions = "arn:" + String.format(here, "ecs") + "task-definition/"
                + task.definition().getFamily() + ":*";
        Rights.allow(role, List.of("ecs:RunTask"), List.of(revisions), inCluster);
        String tasks = "arn:" + String.format(here, "ecs") + "task/" + cluster.getClusterName() + "/*";
        Rights.allow(role, List.of("ecs:StopTask", "ecs:DescribeTasks"), List.of(tasks), inCluster);
        // The task carries the definition's tags, which attribute its cost.
        Rights.allow(
                role,
                List.of("ecs:TagResource"),
                List.of(tasks),
                Map.of("StringEquals", Map.of("ecs:CreateAction", "RunTask")));
        Rights.allow(
                role,
                List.of("iam:PassRole"),
                task.roleArns(),
                Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")));
        // Step Functions learns from this rule that a task has ended.
        String rule = "arn:" + String.format(here, "events") + "rule/StepFunctionsGetEventsForECSTaskRule";
        Rights.allow(role, List.of("events:PutTargets", "events:PutRule", "events:DescribeRule"), rule);
        Rights.allow(role, List.of("sns:Publish"), state.notifications().getTopicArn());
        Rights.allow(role, List.of("lambda:InvokeFunction"), rollout.function().getFunctionArn());
        // CloudWatch has no narrower resource for a query by name prefix.
        Rights.allow(
                role, List.of("cloudwatch:DescribeAlarms"), "arn:" + String.format(here, "cloudwatch") + "alarm:*");
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "task-definition/<family>:*: a revision gets its number when it is deployed. task/<cluster>/*: a task gets its id when it starts; only tasks of this cluster can be stopped or looked at."
                        + " alarm:*: alarms are asked for by the beginning of their names; nothing is changed.");
    }

    StateMachine machine() {
        return machine;
    }
}
