package io.nextcart.infra.training;

import io.nextcart.infra.api.LambdaFunction;
import io.nextcart.infra.api.Packages;
import io.nextcart.infra.iam.Accepted;
import io.nextcart.infra.iam.Rights;
import io.nextcart.infra.settings.Outputs;
import io.nextcart.infra.settings.Settings;
import io.nextcart.infra.settings.TrialSettings;
import io.nextcart.infra.state.StateStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TimeZone;
import software.amazon.awscdk.services.ecs.Cluster;
import software.amazon.awscdk.services.ecs.ContainerInsights;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.TimeWindow;
import software.amazon.awscdk.services.scheduler.targets.StepFunctionsStartExecution;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/** The retrain: EventBridge Scheduler starts a state machine, which runs a Fargate task, or a job on Spark. */
public final class TrainingStack extends Stack {
    /** A look reads the events of the trial's days. */
    private static final int ROLLOUT_TIMEOUT_SECONDS = 900;

    private static final int ROLLOUT_MEMORY_MB = 1769;
    private static final int START_RETRIES = 5;
    private static final Duration LATEST_START = Duration.hours(2);
    private static final Duration KEPT = Duration.days(14);

    private final Pipeline pipeline;
    private final @Nullable TrainingNetwork network;
    private final LambdaFunction rollout;
    private final Queue notStarted;

    /**
     * @param repository the checkout, with what the engine needs built
     * @param shared the network of the stage's first shop; null for one of its own
     * @throws IllegalArgumentException when it is not built
     */
    public TrainingStack(
            Construct scope,
            String id,
            StackProps props,
            Settings settings,
            StateStack state,
            Packages packages,
            Path repository,
            @Nullable TrainingNetwork shared) {
        super(scope, id, props);
        Settings.Training training = settings.training();
        TrainingEngine engine;
        if (training.engine() == Settings.Engine.SPARK) {
            network = training.network().vpc().isEmpty()
                    ? null
                    : new TrainingNetwork(this, "Network", training.network());
            engine = new SparkJob(this, "Spark", settings, state, repository, network);
        } else {
            TrainingNetwork found = shared == null ? new TrainingNetwork(this, "Network", training.network()) : shared;
            network = found;
            engine = task(settings, state, repository, found);
        }
        rollout = rollout(settings, state, packages.jar("rollout"));
        Path definition = repository.resolve("training-fargate").resolve("pipeline.asl.json");
        pipeline = new Pipeline(this, "Pipeline", training, settings.guardAlarms(), definition, state, engine, rollout);
        notStarted = Queue.Builder.create(this, "NotStarted")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(KEPT)
                .build();
        Accepted.finding(
                notStarted,
                "AwsSolutions-SQS3",
                "It is itself where starts go that failed; an alarm rings when there is one.");
        schedule(training.schedule());
        Outputs.add(this, settings, "PipelineArn", pipeline.machine().getStateMachineArn());
    }

    private TrainingTask task(Settings settings, StateStack state, Path repository, TrainingNetwork in) {
        Cluster cluster = Cluster.Builder.create(this, "Cluster")
                .vpc(in.vpc())
                .enableFargateCapacityProviders(true)
                .containerInsightsV2(ContainerInsights.DISABLED)
                .build();
        Accepted.finding(
                cluster,
                "AwsSolutions-ECS4",
                "One task a night, which logs its own time and memory; insights would cost more than the task.");
        TrainingImage image = TrainingImage.of(settings.training(), repository);
        return new TrainingTask(this, "Task", settings, image, state, cluster, in);
    }

    /** Starts trials, compares, and puts the better model into service. */
    private LambdaFunction rollout(Settings settings, StateStack state, Path jar) {
        LambdaFunction lambda = new LambdaFunction(
                this,
                "Rollout",
                new LambdaFunction.Spec(
                        "tries new models and puts the better one into service",
                        jar,
                        "io.nextcart.functions.rollout.RolloutHandler",
                        ROLLOUT_MEMORY_MB,
                        ROLLOUT_TIMEOUT_SECONDS,
                        false,
                        settings.api().lambdas().arm64()),
                environment(settings, state));
        lambda.allow(
                List.of("s3:ListBucket"),
                state.models().getBucketArn(),
                state.archive().getBucketArn());
        lambda.allow(
                List.of("s3:GetObject"),
                state.archive().arnForObjects("events/*"),
                state.archive().arnForObjects("tombstones/*"),
                state.models().arnForObjects("models/*"),
                state.models().arnForObjects("runs/*"));
        lambda.allow(
                List.of("s3:GetObject", "s3:PutObject"),
                state.models().arnForObjects("trials/*"),
                state.models().arnForObjects("lift.json"));
        // The counts of a finished trial.
        lambda.allow(List.of("s3:DeleteObject"), state.models().arnForObjects("trials/*.counts"));
        // What serves; never a model's files.
        lambda.allow(List.of("s3:PutObject"), state.models().arnForObjects("models/current.json"));
        Accepted.finding(
                lambda.policy(),
                "AwsSolutions-IAM5",
                "events/* and tombstones/* of the archive, models/* and runs/* of the bucket of models, to read, and"
                        + " trials/*, of which counts can be deleted: objects are named when they are written.");
        return lambda;
    }

    private static Map<String, String> environment(Settings settings, StateStack state) {
        TrialSettings trial = settings.training().trial();
        return Map.of(
                "NEXTCART_STORE", "s3://" + state.models().getBucketName(),
                "NEXTCART_ARCHIVE", "s3://" + state.archive().getBucketName(),
                "NEXTCART_STAGE", settings.metrics(),
                "NEXTCART_CONTROL_SHARE", Double.toString(settings.api().controlShare()),
                "NEXTCART_TRIAL_HOURS", Integer.toString(trial.hours()),
                "NEXTCART_TRIAL_HORIZON_HOURS", Integer.toString(trial.horizonHours()),
                "NEXTCART_TRIAL_MIN_SHOPPERS", Integer.toString(trial.minShoppers()),
                "NEXTCART_TRIAL_ALPHA_PERCENT", Integer.toString(trial.alphaPercent()),
                "NEXTCART_TRIAL_UNDECIDED", trial.undecided());
    }

    private void schedule(Settings.Schedule when) {
        Role role = Role.Builder.create(this, "ScheduleRole")
                .assumedBy(new ServicePrincipal("scheduler.amazonaws.com"))
                .description("Nextcart: starts the pipeline of the retrain")
                .build();
        Rights.allow(role, List.of("states:StartExecution"), pipeline.machine().getStateMachineArn());
        Rights.allow(role, List.of("sqs:SendMessage"), notStarted.getQueueArn());
        Schedule.Builder.create(this, "Nightly")
                .description("Starts Nextcart's retrain")
                .schedule(ScheduleExpression.expression(when.expression(), TimeZone.of(when.timeZone())))
                .timeWindow(
                        when.windowMinutes() == 0
                                ? TimeWindow.off()
                                : TimeWindow.flexible(Duration.minutes(when.windowMinutes())))
                .target(StepFunctionsStartExecution.Builder.create(pipeline.machine())
                        .role(role)
                        .deadLetterQueue(notStarted)
                        .retryAttempts(START_RETRIES)
                        .maxEventAge(LATEST_START)
                        .build())
                .build();
    }

    /** Where it runs; null outside any network of the account. */
    public @Nullable TrainingNetwork network() {
        return network;
    }

    /** What runs a retrain. */
    public StateMachine machine() {
        return pipeline.machine();
    }

    /** What looks at trials. */
    public LambdaFunction rollout() {
        return rollout;
    }

    /** Starts of the state machine that failed. */
    public Queue notStarted() {
        return notStarted;
    }
}
