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
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition;
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
final class TrainingTask extends Construct {
    private final FargateTaskDefinition definition;
    private final Role role;
    private final LogGroup log;
    private final Role pull;

    TrainingTask(Construct scope, String id, Settings all, TrainingImage image, StateStack state) {
        super(scope, id);
        Settings.Training settings = all.training();
        log = LogGroup.Builder.create(this, "Log")
                .retention(RetentionDays.THREE_MONTHS)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        role = role("Role", "Nextcart: what the retrain may do");
        pull = role("PullRole", "Nextcart: how the retrain's image is fetched and its log written");
        allowData(state);
        definition = FargateTaskDefinition.Builder.create(this, "Definition")
                .cpu(settings.task().cpu())
                .memoryLimitMiB(settings.task().memoryMb())
                .ephemeralStorageGiB(settings.task().storageGb())
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
                        .environment(environment(all, state))
                        .logging(LogDriver.awsLogs(AwsLogDriverProps.builder()
                                .streamPrefix("train")
                                .logGroup(log)
                                .build()))
                        .build());
        if (!settings.mlflow().secret().isEmpty()) {
            signIn(settings.mlflow().secret());
        }
        accept();
    }

    private static Map<String, String> environment(Settings settings, StateStack state) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "NEXTCART_STORE",
                "s3://" + state.models().getBucketName(),
                "NEXTCART_ARCHIVE",
                "s3://" + state.archive().getBucketName(),
                "NEXTCART_STAGE",
                settings.metrics(),
                // The task's own limit: a container may see the memory of its host.
                "NEXTCART_MEMORY_MB",
                Integer.toString(settings.training().task().memoryMb())));
        if (settings.monitoring().level() != Settings.Level.FULL) {
            // Only the dashboard shows them, and each costs.
            environment.put("NEXTCART_METRICS", "off");
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

    private void allowData(StateStack state) {
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
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                "events/*, tombstones/*, items/* and feeds/* of the archive, models/* and runs/* of the bucket of models:"
                        + " objects are named by the first line in them, by the shop, and by when a model was trained. Only the archive"
                        + " can be deleted, after it was written anew.");
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

    FargateTaskDefinition definition() {
        return definition;
    }

    /** The log group of the task. */
    String logGroupName() {
        return log.getLogGroupName();
    }

    /** The roles that the caller must pass to a task. */
    List<String> roleArns() {
        return List.of(role.getRoleArn(), pull.getRoleArn());
    }
}
