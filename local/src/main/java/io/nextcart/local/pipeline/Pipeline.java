package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNS;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.ObjectStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The nightly retrain as it is deployed, with what stands on one machine for the services of AWS. */
public final class Pipeline {
    /** How a state ends that is no failure, and yet no model came of it. */
    private static final Set<String> REFUSED = Set.of("Refused", "RolledBack");

    private static final String LISTING = "arn:aws:states:::aws-sdk:s3:listObjectsV2";
    private static final String TRAINING = "arn:aws:states:::ecs:runTask.sync";
    private static final String FUNCTION = "arn:aws:states:::lambda:invoke";
    private static final String TOPIC = "arn:aws:states:::sns:publish";
    private static final String ALARMS = "arn:aws:states:::aws-sdk:cloudwatch:describeAlarms";

    /**
     * What runs where.
     *
     * @param archive the log of record
     * @param files how many event logs are given beside it
     * @param trainingClass the main class of the training
     * @param trainingOptions of its JVM
     * @param environment of the training
     * @param rollout the Lambda
     * @param notifier the Lambda that a message goes to; null for none
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
     * What infra-cdk sets, too.
     *
     * @param share of the shoppers that a challenger answers, 0 to {@link Assignment#LARGEST_SHARE}
     * @param lookEverySeconds between two looks at a trial
     * @param taskTimeoutSeconds after which a training is stopped
     * @param wholeTimeoutSeconds after which an execution is given up
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
    private final Map<String, Resource> resources;

    /**
     * @param lines what the training says, and each message
     */
    public Pipeline(Parts parts, Times times, Consumer<String> lines) {
        this(
                parts,
                times,
                lines,
                new TrainingProcess(parts.trainingClass(), parts.trainingOptions(), parts.environment(), lines));
    }

    /** With something else for the training. */
    Pipeline(Parts parts, Times times, Consumer<String> lines, Resource training) {
        resources = Map.of(
                LISTING, new ArchiveListing(parts.archive(), parts.files()),
                TRAINING, training,
                FUNCTION, new FunctionCall(parts.rollout()),
                TOPIC, new Topic(lines, parts.notifier() == null ? null : subscriber(parts.notifier())),
                // No alarm watches one machine.
                ALARMS, parameters -> Map.of("MetricAlarms", List.of()));
        definition = Definition.pipeline(substitutions(parts, times), resources.keySet());
    }

    /** Runs it once. */
    public Execution.Ending run(String name, PipelineTime time, Execution.Listener listener)
            throws InterruptedException {
        return new Execution(definition, resources, time, name, listener).run();
    }

    /** Whether an execution that ended without a failure left another model in service, or none to put there. */
    public static boolean refused(Execution.Ending ending) {
        return REFUSED.contains(ending.state());
    }

    private static Map<String, Object> substitutions(Parts parts, Times times) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : List.of(
                "Cluster", "TaskDefinition", "Capacity", "SecurityGroup", "SubnetA", "SubnetB", "Topic", "Rollout")) {
            values.put(name, "local");
        }
        values.put("ArchiveBucket", parts.archive().location());
        values.put("GuardAlarms", "local-guard-");
        values.put("Executions", "run ");
        values.put("TrainingLog", "this terminal");
        values.put("ChallengerShare", times.share());
        values.put("LookEverySeconds", times.lookEverySeconds());
        values.put("TaskTimeoutSeconds", times.taskTimeoutSeconds());
        values.put("WholeTimeoutSeconds", times.wholeTimeoutSeconds());
        return values;
    }

    /** Hands a message over as SNS does. */
    private static Topic.Subscriber subscriber(RequestHandler<SNSEvent, Void> notifier) {
        return (subject, message) -> {
            SNS sns = new SNS().withSubject(subject).withMessage(message).withMessageId("local");
            SNSRecord record = new SNSRecord().withEventSource("aws:sns").withSns(sns);
            try {
                notifier.handleRequest(new SNSEvent().withRecords(List.of(record)), FunctionCall.context());
            } catch (RuntimeException e) {
                throw FunctionCall.failure(e);
            }
        };
    }
}
