package io.nextcart.infra.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.iam.Rights;
import io.nextcart.infra.settings.MlflowSettings;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.state.StateStack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerDefinitionOptions;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.FargateTaskDefinition;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.ecs.RuntimePlatform;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** One retrain as a Fargate task: reads the archive, publishes a model. */
final class TrainingTask extends Construct implements TrainingEngine {
    /** Why {@link #allowData} names objects with a wildcard. */
    static final String OBJECTS =
            "events/*, tombstones/*, items/* and feeds/* of the archive, models/* and runs/* of the bucket of models:"
                    + " objects are named by the first line in them, by the shop, and by when a model was trained. Only the archive"
                    + " can be deleted, after it was written anew.";

    private final Settings.Task settings;
    private final Cluster cluster;
    private final TrainingNetwork network;
    private final FargateTaskDefinition definition;
    private final Role role;
    private final LogGroup log;
    private final Role pull;

    TrainingTask(
            Construct scope,
            String id,
            Settings all,
            TrainingImage image,
            StateStack state,
            Cluster cluster,
            TrainingNetwork network) {
        super(scope, id);
        this.cluster = cluster;
        this.network = network;
        settings = all.training().task();
        log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = role("Role", "Nextcart: what the retrain may do");
        pull = role("PullRole", "Nextcart: how the retrain's image is fetched and its log written");
        allowData(role, state);
        definition = FargateTaskDefinition.Builder.create(this, "Definition")
                .cpu(settings.cpu())
                .memoryLimitMiB(settings.memoryMb())
                .ephemeralStorageGiB(settings.storageGb())
                .runtimePlatform(RuntimePlatform.builder()
                        .cpuArchitecture(CpuArchitecture.X86_64)
                        .operatingSystemFamily(OperatingSystemFamily.LINUX)
                        .build())
                .taskRole(role)
                .executionRole(pull)
                .build();
        definition.addContainer(
                "train",
                ContainerDefinitionOptions.builder()
                        .image(image.container(this))
                        // The task's own limit: a container may see the memory of its host.
                        .environment(environment(all, state, settings.memoryMb()))
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .streamPrefix("train")
                                .logGroup(log)
                                .build()))
                        .build());
        String secret = all.training().mlflow().secret();
        if (!secret.isEmpty()) {
            signIn(secret);
        }
        accept();
    }

    /**
     * The variables of a retrain on either engine.
     *
     * @param memoryMb of the whole task, or of the driver
     */
    static Map<String, String> environment(Settings settings, StateStack state, int memoryMb) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "NEXTCART_STORE",
                "s3://" + state.models().getBucketName(),
                "NEXTCART_ARCHIVE",
                "s3://" + state.archive().getBucketName(),
                "NEXTCART_STAGE",
                settings.metrics(),
                "NEXTCART_MEMORY_MB",
                Integer.toString(memoryMb)));
        if (settings.monitoring().level() != Settings.Level.FULL) {
            // Only the dashboard shows them, and each costs.
            environment.put("NEXTCART_METRICS", "off");
        }
        if (settings.state().archiveDays() > 0) {
            environment.put(
                    "NEXTCART_ARCHIVE_DAYS", Integer.toString(settings.state().archiveDays()));
        }
        MlflowSettings mlflow = settings.training().mlflow();
        if (mlflow.isThere()) {
            environment.put("MLFLOW_TRACKING_URI", mlflow.uri());
            environment.put("MLFLOW_EXPERIMENT_NAME", "nextcart-" + settings.name());
        }
        return environment;
    }

    /** Set directly, since the CDK would also let the role describe the secret. */
    private void signIn(String secret) {
        List<Map<String, String>> variables = List.of(
                new TreeMap<>(Map.of("Name", "MLFLOW_TRACKING_USERNAME", "ValueFrom", secret + ":username::")),
                new TreeMap<>(Map.of("Name", "MLFLOW_TRACKING_PASSWORD", "ValueFrom", secret + ":password::")));
        CfnTaskDefinition resource =
                (CfnTaskDefinition) requireNonNull(definition.getNode().getDefaultChild(), "there is no definition");
        resource.addPropertyOverride("ContainerDefinitions.0.Secrets", variables);
        Rights.allow(pull, List.of("secretsmanager:GetSecretValue"), secret);
    }

    private Role role(String id, String description) {
        return Role.Builder.create(this, id)
                .assumedBy(new ServicePrincipal("ecs-tasks.amazonaws.com"))
                .description(description)
                .build();
    }

    /** Allows a retrain on either engine to read and to write what it has to. */
    static void allowData(Role role, StateStack state) {
        // Compaction writes merged objects and deletes the originals.
        Rights.allow(
                role,
                List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
                state.archive().arnForObjects("events/*"),
                state.archive().arnForObjects("tombstones/*"),
                state.archive().arnForObjects("items/*"));
        Rights.allow(role, List.of("s3:GetObject"), state.archive().arnForObjects("feeds/*"));
        // On whole buckets: with a condition on the prefix, S3 would answer 403 for a missing object.
        Rights.allow(
                role,
                List.of("s3:ListBucket"),
                state.archive().getBucketArn(),
                state.models().getBucketArn());
        Rights.allow(
                role, List.of("s3:GetObject", "s3:PutObject"), state.models().arnForObjects("models/*"));
        Rights.allow(role, List.of("s3:GetObject"), state.models().arnForObjects("lift.json"));
        Rights.allow(role, List.of("s3:PutObject"), state.models().arnForObjects("runs/*"));
    }

    private void accept() {
        Accepted.finding(role.getNode().findChild("DefaultPolicy"), "AwsSolutions-IAM5", OBJECTS);
        Accepted.finding(
                pull.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "ecr:GetAuthorizationToken knows no resources; what the token may fetch is one repository.");
        Accepted.finding(
                definition,
                "AwsSolutions-ECS2",
                "The variables are the names of two buckets, which are in this template anyway, the stage and the"
                        + " address of an MLflow server; no secret.");
    }

    @Override
    public String name() {
        return "duckdb";
    }

    @Override
    public Map<String, String> texts() {
        return Map.of(
                "Cluster", cluster.getClusterArn(),
                "TaskDefinition", definition.getFamily(),
                "Capacity", settings.spot() ? "FARGATE_SPOT" : "FARGATE",
                "PublicIp", network.publicIp() ? "ENABLED" : "DISABLED",
                "SecurityGroup", network.group().getSecurityGroupId(),
                "SubnetA", network.subnetId(0),
                "SubnetB", network.subnetId(1),
                "TrainingLog", log.getLogGroupName());
    }

    @Override
    public String otherTexts() {
        return "Spark[A-Za-z]+";
    }

    @Override
    public void allow(Role pipeline) {
        Stack stack = Stack.of(this);
        String here = stack.getPartition() + ":%s:" + stack.getRegion() + ":" + stack.getAccount() + ":";
        Map<String, Map<String, String>> inCluster =
                Map.of("ArnEquals", Map.of("ecs:cluster", cluster.getClusterArn()));
        // The newest revision at the start: a deployment deactivates the one before.
        String revisions = "arn:" + String.format(here, "ecs") + "task-definition/" + definition.getFamily() + ":*";
        Rights.allow(pipeline, List.of("ecs:RunTask"), List.of(revisions), inCluster);
        String tasks = "arn:" + String.format(here, "ecs") + "task/" + cluster.getClusterName() + "/*";
        Rights.allow(pipeline, List.of("ecs:StopTask", "ecs:DescribeTasks"), List.of(tasks), inCluster);
        // The task carries the definition's tags, which attribute its cost.
        Rights.allow(
                pipeline,
                List.of("ecs:TagResource"),
                List.of(tasks),
                Map.of("StringEquals", Map.of("ecs:CreateAction", "RunTask")));
        Rights.allow(
                pipeline,
                List.of("iam:PassRole"),
                List.of(role.getRoleArn(), pull.getRoleArn()),
                Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")));
        // Step Functions learns from this rule that a task has ended.
        String rule = "arn:" + String.format(here, "events") + "rule/StepFunctionsGetEventsForECSTaskRule";
        Rights.allow(pipeline, List.of("events:PutTargets", "events:PutRule", "events:DescribeRule"), rule);
    }

    @Override
    public String wildcards() {
        return "task-definition/<family>:*: a revision gets its number when it is deployed. task/<cluster>/*: a task gets its id"
                + " when it starts; only tasks of this cluster can be stopped or looked at.";
    }
}
