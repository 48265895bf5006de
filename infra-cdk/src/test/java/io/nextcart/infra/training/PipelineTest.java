package io.nextcart.infra.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.infra.Resolver;
import io.nextcart.infra.Synth;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The rights that the role needs for each kind of task. */
    private static final Map<String, Set<String>> NEEDS = Map.of(
            "states:::emr-serverless:startJobRun.sync",
                    Set.of(
                            "emr-serverless:StartJobRun",
                            "emr-serverless:GetJobRun",
                            "emr-serverless:CancelJobRun",
                            "iam:PassRole",
                            "events:PutTargets",
                            "events:PutRule",
                            "events:DescribeRule"),
            "states:::aws-sdk:s3:listObjectsV2", Set.of("s3:ListBucket"),
            "states:::sns:publish", Set.of("sns:Publish"),
            "states:::lambda:invoke", Set.of("lambda:InvokeFunction"),
            "states:::aws-sdk:cloudwatch:describeAlarms", Set.of("cloudwatch:DescribeAlarms"),
            "states:::ecs:runTask.sync",
                    Set.of(
                            "ecs:RunTask",
                            "ecs:StopTask",
                            "ecs:DescribeTasks",
                            "ecs:TagResource",
                            "iam:PassRole",
                            "events:PutTargets",
                            "events:PutRule",
                            "events:DescribeRule"));

    @ParameterizedTest
    @MethodSource("engines")
    void everyTextToFillInIsFilledIn(Synth engine) throws IOException {
        JsonNode machine = machine(engine);
        Set<String> open = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\$\\{([A-Za-z]+)}").matcher(text(machine));
        while (matcher.find()) {
            open.add(matcher.group(1));
        }
        Set<String> filled = new TreeSet<>();
        machine.get("DefinitionSubstitutions").fieldNames().forEachRemaining(filled::add);
        assertThat(filled).isEqualTo(open);
        JsonNode definition = JSON.readTree(text(machine));
        for (String state : Set.of("Train", "TrainOnSpark")) {
            assertThat(definition.at("/States/" + state + "/TimeoutSeconds").asInt())
                    .isEqualTo(120 * 60);
        }
        assertThat(definition
                        .at("/States/TrainOnSpark/Parameters/ExecutionTimeoutMinutes")
                        .asInt())
                .isEqualTo(120);
        assertThat(definition.get("TimeoutSeconds").asInt()).isGreaterThan((2 * 120 + 168 * 60) * 60);
        assertThat(definition.at("/States/StartTrial/Parameters/Payload/share").asDouble())
                .isEqualTo(0.1);
        assertThat(definition.at("/States/WaitForShoppers/Seconds").asInt()).isEqualTo(3600);
    }

    @Test
    void theChoiceOfTheEngineIsFilledIn() throws IOException {
        String chosen = "/States/CheckData/ResultSelector/engine";
        assertThat(JSON.readTree(text(machine())).at(chosen).asText()).isEqualTo("duckdb");
        assertThat(JSON.readTree(text(machine(Synth.SPARK))).at(chosen).asText())
                .isEqualTo("spark");
        assertThat(machine().at("/DefinitionSubstitutions/Capacity").asText()).isEqualTo("FARGATE_SPOT");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void theRoleMayDoWhatTheStepsNeedAndNothingElse(Synth engine) throws IOException {
        String other = engine == Synth.SPARK ? ":ecs:" : ":emr-serverless:";
        Set<String> needed = new TreeSet<>();
        for (JsonNode state : JSON.readTree(text(machine(engine))).get("States")) {
            String resource = state.path("Resource").asText();
            if (!resource.isEmpty() && !resource.contains(other)) {
                needed.addAll(NEEDS.get(resource.replace("arn:aws:", "")));
            }
        }
        JsonNode policy = engine.result().only("training", "AWS::IAM::Policy", "PipelineRole");
        Set<String> allowed = new TreeSet<>();
        Resolver resolver = new Resolver(engine.result());
        policy.at("/PolicyDocument/Statement")
                .forEach(statement -> allowed.addAll(resolver.texts("training", statement.get("Action"))));
        assertThat(allowed).isEqualTo(needed);
    }

    @Test
    void aTryThatIsThrottledIsMadeAgainWithTheNewestTaskDefinition() throws IOException {
        JsonNode states = JSON.readTree(text(machine())).get("States");
        for (String state : Set.of("Train", "TrainOnDemand")) {
            assertThat(states.at("/" + state + "/Retry/0/ErrorEquals").toString())
                    .as(state)
                    .contains("ECS.ThrottlingException");
            assertThat(states.at("/" + state + "/Parameters/TaskDefinition").asText())
                    .isEqualTo("${TaskDefinition}");
        }
        JsonNode family = Synth.PROD
                .result()
                .only("training", "AWS::ECS::TaskDefinition", "Task")
                .get("Family");
        assertThat(machine().at("/DefinitionSubstitutions/TaskDefinition"))
                .as("a family means its newest revision; one that a deployment replaced is inactive")
                .isEqualTo(family);
    }

    private static Stream<Synth> engines() {
        return Stream.of(Synth.PROD, Synth.SPARK);
    }

    private static JsonNode machine() {
        return machine(Synth.PROD);
    }

    private static JsonNode machine(Synth synth) {
        return synth.result().only("training", "AWS::StepFunctions::StateMachine", "Pipeline");
    }

    private static String text(JsonNode machine) {
        return machine.get("DefinitionString").asText();
    }

    @Test
    void theAlarmsThatEndATrialAreThoseThatThePipelineAsksFor() {
        String prefix = machine().at("/DefinitionSubstitutions/GuardAlarms").asText();
        assertThat(Stream.of("monitoring", "api")
                        .flatMap(stack ->
                                Synth.PROD.result().resources(stack, "AWS::CloudWatch::Alarm").values().stream()))
                .extracting(alarm -> alarm.at("/Properties/AlarmName").asText())
                .filteredOn(name -> name.startsWith(prefix))
                .containsExactlyInAnyOrder(
                        prefix + "GatewayFails",
                        prefix + "ModelRefused",
                        prefix + "ChallengerFails",
                        prefix + "ChallengerFallback",
                        prefix + "ChallengerSlow");
    }
}
