package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.local.asl.Definition;
import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.ExecutionTime;
import io.nextcart.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nightly retrain as deployed, with stand-ins for the AWS services. */
public final class Pipeline {
    /** Final states that are not failures, although no new model serves. */
    private static final Set<String> REFUSED = Set.of("Refused", "RolledBack");

    private static final int SECONDS_PER_MINUTE = 60;
    private static final String FILE = "pipeline.asl.json";
    /** What trains, on either engine. */
    private static final List<String> TRAINING =
            List.of("arn:aws:states:::ecs:runTask.sync", "arn:aws:states:::emr-serverless:startJobRun.sync");

    /**
     * The parts of the pipeline.
     *
     * @param files number of event logs besides the archive
     * @param trainingClass main class of the training
     * @param trainingOptions of its JVM
     * @param environment of the training
     * @param rollout the Lambda
     * @param notifier the Lambda that receives messages; null for none
     */
    public record Parts(
            ObjectStore archive,
            int files,
            String trainingClass,
            List<String> trainingOptions,
            Map<String, String> environment,
            RequestStreamHandler rollout,
            @Nullable RequestHandler<SNSEvent, Void> notifier) {
        public Parts {
            requireNonNull(archive, "archive is null");
            requireNonNull(trainingClass, "trainingClass is null");
            requireNonNull(rollout, "rollout is null");
            trainingOptions = List.copyOf(trainingOptions);
            environment = Map.copyOf(environment);
        }
    }

    /**
     * The settings that infra-cdk has too.
     *
     * @param share of the shoppers who get the challenger, 0 to {@link Assignment#LARGEST_SHARE}
     * @param lookEverySeconds between two looks at a trial
     * @param taskTimeoutSeconds maximum duration of a training
     * @param wholeTimeoutSeconds maximum duration of an execution
     */
    public record Times(double share, int lookEverySeconds, int taskTimeoutSeconds, int wholeTimeoutSeconds) {
        public Times {
            if (!(share >= 0 && share <= Assignment.LARGEST_SHARE)) {
                throw new IllegalArgumentException(
                        "share is " + share + ", expected a number from 0 to " + Assignment.LARGEST_SHARE);
            }
        }
    }

    private final Definition definition;
    private final Map<String, Execution.Resource> resources;

    /** @param lines receives the training's output, and each message */
    public Pipeline(Parts parts, Times times, Consumer<String> lines) {
        this(parts, times, lines, "duckdb", new TrainingProcess(parts, lines));
    }

    /** @param training stands in for the resource of this engine */
    Pipeline(Parts parts, Times times, Consumer<String> lines, String engine, Execution.Resource training) {
        resources = new HashMap<>(new AwsServices(parts, lines).resources());
        TRAINING.forEach(resource -> resources.put(resource, training));
        try (InputStream in = requireNonNull(Pipeline.class.getResourceAsStream(FILE), FILE + " is not packaged")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            definition = Definition.read(FILE, text, substitutions(parts, times, engine), resources.keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + ": cannot be read", e);
        }
    }

    public Execution.Ending run(String name, ExecutionTime time, Execution.Listener listener)
            throws InterruptedException {
        return new Execution(definition, resources, time, name, listener).run();
    }

    /** Whether an execution ended without a failure and without a new model. */
    public static boolean refused(Execution.Ending ending) {
        return REFUSED.contains(ending.state());
    }

    private static Map<String, Object> substitutions(Parts parts, Times times, String engine) {
        Map<String, Object> values = new HashMap<>();
        for (String name : List.of(
                "Cluster",
                "TaskDefinition",
                "Capacity",
                "PublicIp",
                "SecurityGroup",
                "SubnetA",
                "SubnetB",
                "SparkApplication",
                "SparkRole",
                "SparkJar",
                "SparkSubmit",
                "Topic",
                "Rollout")) {
            values.put(name, "local");
        }
        values.put("Engine", engine);
        values.put("ArchiveBucket", parts.archive().location());
        values.put("GuardAlarms", "local-guard-");
        values.put("Executions", "run ");
        values.put("TrainingLog", "this terminal");
        values.put("ChallengerShare", times.share());
        values.put("LookEverySeconds", times.lookEverySeconds());
        values.put("TaskTimeoutSeconds", times.taskTimeoutSeconds());
        values.put("TaskTimeoutMinutes", Math.max(1, times.taskTimeoutSeconds() / SECONDS_PER_MINUTE));
        values.put("WholeTimeoutSeconds", times.wholeTimeoutSeconds());
        return values;
    }
}
