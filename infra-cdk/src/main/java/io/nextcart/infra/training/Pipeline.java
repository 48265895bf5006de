package io.nextcart.infra.training;

import io.nextcart.infra.Accepted;
import io.nextcart.infra.Settings;
import io.nextcart.infra.state.StateStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/**
 * The state machine that {@code training-fargate/pipeline.asl.json} describes: is there a log, train on spare capacity, on demand
 * when that is taken away, tell what came of it.
 */
final class Pipeline extends Construct {
    private static final int SECONDS_PER_MINUTE = 60;
    /** Both tries in full, and what comes before and after them. */
    private static final int TRIES = 2;

    private static final int REST_MINUTES = 10;

    private final StateMachine machine;
    private final Role role;

    Pipeline(
            Construct scope,
            String id,
            Settings.Training settings,
            Path definition,
            StateStack state,
            Cluster cluster,
            TrainingNetwork network,
            TrainingTask task) {
        super(scope, id);
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("states.amazonaws.com"))
                .description("Nextcart: what the pipeline of the retrain may do")
                .build();
        allow(state, cluster, task);
        int taskSeconds = settings.timeoutMinutes() * SECONDS_PER_MINUTE;
        int wholeSeconds = (TRIES * settings.timeoutMinutes() + REST_MINUTES) * SECONDS_PER_MINUTE;
        machine = StateMachine.Builder.create(this, "StateMachine")
                .definitionBody(DefinitionBody.fromString(read(definition)
                        .replace("\"${TaskTimeoutSeconds}\"", Integer.toString(taskSeconds))
                        .replace("\"${WholeTimeoutSeconds}\"", Integer.toString(wholeSeconds))))
                .definitionSubstitutions(Map.of(
                        "ArchiveBucket", state.archive().getBucketName(),
                        "Cluster", cluster.getClusterArn(),
                        "TaskDefinition", task.definition().getTaskDefinitionArn(),
                        "Capacity", settings.spot() ? "FARGATE_SPOT" : "FARGATE",
                        "SecurityGroup", network.group().getSecurityGroupId(),
                        "SubnetA", network.subnetId(0),
                        "SubnetB", network.subnetId(1),
                        "Topic", state.notifications().getTopicArn()))
                .role(role)
                .build();
        // The role has to be able to do it before the first execution.
        machine.getNode().addDependency(role);
        Accepted.finding(
                machine,
                "AwsSolutions-SF1",
                "Step Functions keeps the history of each execution for 90 days, and there are ten steps a night. Logs would"
                        + " need the right to manage every log delivery of the account.");
        Accepted.finding(
                machine,
                "AwsSolutions-SF2",
                "One task a night and nothing that calls another: there is no path to trace.");
    }

    private static String read(Path definition) {
        try {
            return Files.readString(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(definition + ": cannot be read", e);
        }
    }

    private void allow(StateStack state, Cluster cluster, TrainingTask task) {
        Stack stack = Stack.of(this);
        String here = stack.getPartition() + ":%s:" + stack.getRegion() + ":" + stack.getAccount() + ":";
        add(List.of("s3:ListBucket"), List.of(state.archive().getBucketArn()), Map.of());
        Map<String, Object> inCluster = Map.of("ArnEquals", Map.of("ecs:cluster", cluster.getClusterArn()));
        add(List.of("ecs:RunTask"), List.of(task.definition().getTaskDefinitionArn()), inCluster);
        String tasks = "arn:" + String.format(here, "ecs") + "task/" + cluster.getClusterName() + "/*";
        add(List.of("ecs:StopTask", "ecs:DescribeTasks"), List.of(tasks), inCluster);
        // The task carries the definition's tags, by which its cost is told.
        add(List.of("ecs:TagResource"), List.of(tasks), Map.of("StringEquals", Map.of("ecs:CreateAction", "RunTask")));
        add(
                List.of("iam:PassRole"),
                task.roleArns(),
                Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")));
        // By this rule Step Functions learns that a task has ended.
        String rule = "arn:" + String.format(here, "events") + "rule/StepFunctionsGetEventsForECSTaskRule";
        add(List.of("events:PutTargets", "events:PutRule", "events:DescribeRule"), List.of(rule), Map.of());
        add(List.of("sns:Publish"), List.of(state.notifications().getTopicArn()), Map.of());
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "task/<cluster>/*: a task gets its id when it starts; only tasks of this cluster can be stopped or looked at.");
    }

    private void add(List<String> actions, List<String> resources, Map<String, Object> conditions) {
        role.addToPolicy(PolicyStatement.Builder.create()
                .actions(actions)
                .resources(resources)
                .conditions(conditions)
                .build());
    }

    StateMachine machine() {
        return machine;
    }
}
