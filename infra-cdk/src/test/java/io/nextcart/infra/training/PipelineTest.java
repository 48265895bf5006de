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

class PipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The rights that the role needs for each kind of task. */
    private static final Map<String, Set<String>> NEEDS = Map.of(
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

    @Test
    void everyTextToFillInIsFilledIn() throws IOException {
        JsonNode machine = machine();
        Set<String> open = new TreeSet<>();
        Matcher matcher = Pattern.compile("\\$\\{([A-Za-z]+)}").matcher(text(machine));
        while (matcher.find()) {
            open.add(matcher.group(1));
        }
        Set<String> filled = new TreeSet<>();
        machine.get("DefinitionSubstitutions").fieldNames().forEachRemaining(filled::add);
        assertThat(filled).isEqualTo(open);
        assertThat(machine.at("/DefinitionSubstitutions/Capacity").asText()).isEqualTo("FARGATE_SPOT");
        JsonNode definition = JSON.readTree(text(machine));
        assertThat(definition.at("/States/Train/TimeoutSeconds").asInt()).isEqualTo(120 * 60);
        assertThat(definition.get("TimeoutSeconds").asInt()).isGreaterThan((2 * 120 + 168 * 60) * 60);
        assertThat(definition.at("/States/StartTrial/Parameters/Payload/share").asDouble())
                .isEqualTo(0.1);
        assertThat(definition.at("/States/WaitForShoppers/Seconds").asInt()).isEqualTo(3600);
    }

    @Test
    void theRoleMayDoWhatTheStepsNeedAndNothingElse() throws IOException {
        Set<String> needed = new TreeSet<>();
        for (JsonNode state : JSON.readTree(text(machine())).get("States")) {
            if (state.has("Resource")) {
                needed.addAll(NEEDS.get(state.get("Resource").asText().replace("arn:aws:", "")));
            }
        }
        JsonNode policy = Synth.PROD.result().only("training", "AWS::IAM::Policy", "PipelineRole");
        Set<String> allowed = new TreeSet<>();
        Resolver resolver = new Resolver(Synth.PROD.result());
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

    private static JsonNode machine() {
        return Synth.PROD.result().only("training", "AWS::StepFunctions::StateMachine", "Pipeline");
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
