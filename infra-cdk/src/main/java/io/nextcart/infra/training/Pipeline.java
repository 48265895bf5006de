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
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/**
 * The state machine of {@code training-fargate/pipeline.asl.json}: train, on Fargate or on Spark, and once more if that
 * breaks; try the new model on a share of the shoppers; look until it is decided; report the result.
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
            TrainingEngine engine,
            LambdaFunction rollout) {
        super(scope, id);
        Stack stack = Stack.of(this);
        role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("states.amazonaws.com"))
                .description("Nextcart: what the pipeline of the retrain may do")
                .build();
        allow(state, engine, rollout);
        int taskMinutes = settings.task().timeoutMinutes();
        int wholeMinutes = TRIES * taskMinutes + settings.trial().hours() * MINUTES_PER_HOUR + REST_MINUTES;
        String definitionText = read(definition).replaceAll("\\$\\{(" + engine.otherTexts() + ")}", "none");
        Map<String, String> values = Map.of(
                "Engine", '"' + engine.name() + '"',
                "TaskTimeoutSeconds", Integer.toString(taskMinutes * SECONDS_PER_MINUTE),
                "TaskTimeoutMinutes", Integer.toString(taskMinutes),
                "WholeTimeoutSeconds", Integer.toString(wholeMinutes * SECONDS_PER_MINUTE),
                "LookEverySeconds", Integer.toString(settings.trial().lookEverySeconds()),
                "ChallengerShare", Double.toString(settings.trial().challengerShare()));
        for (Map.Entry<String, String> value : values.entrySet()) {
            definitionText = definitionText.replace("\"${" + value.getKey() + "}\"", value.getValue());
        }
        Map<String, String> texts = new TreeMap<>(engine.texts());
        texts.putAll(Map.of(
                "ArchiveBucket", state.archive().getBucketName(),
                "Rollout", rollout.function().getFunctionName(),
                "GuardAlarms", guardAlarms,
                "Executions",
                        "https://" + stack.getRegion() + ".console.aws.amazon.com/states/home?region="
                                + stack.getRegion() + "#/v2/executions/details/",
                "Topic", state.notifications().getTopicArn()));
        machine = StateMachine.Builder.create(this, "StateMachine")
                .definitionBody(DefinitionBody.fromString(definitionText))
                .definitionSubstitutions(texts)
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

    private void allow(StateStack state, TrainingEngine engine, LambdaFunction rollout) {
        Rights.allow(role, List.of("s3:ListBucket"), state.archive().getBucketArn());
        engine.allow(role);
        Rights.allow(role, List.of("sns:Publish"), state.notifications().getTopicArn());
        Rights.allow(role, List.of("lambda:InvokeFunction"), rollout.function().getFunctionArn());
        Rights.allow(role, List.of("cloudwatch:DescribeAlarms"), Rights.alarms(Stack.of(this)));
        Accepted.finding(
                role.getNode().findChild("DefaultPolicy"),
                "AwsSolutions-IAM5",
                engine.wildcards()
                        + " alarm:*: alarms are asked for by the beginning of their names; nothing is changed.");
    }

    StateMachine machine() {
        return machine;
    }
}
