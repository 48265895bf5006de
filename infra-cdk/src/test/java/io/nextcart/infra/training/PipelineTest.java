package io.nextcart.infra.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.IntNode;
import io.nextcart.infra.Resolver;
import io.nextcart.infra.Synth;
import io.nextcart.infra.training.StateMachine.TaskFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path FILE = Path.of("../training-fargate/pipeline.asl.json");
    /** What the role needs for each kind of task. */
    private static final Map<String, Set<String>> NEEDS = Map.of(
            "states:::aws-sdk:s3:listObjectsV2", Set.of("s3:ListBucket"),
            "states:::sns:publish", Set.of("sns:Publish"),
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
    void aModelThatIsBetterIsPublished() throws IOException {
        assertThat(play(1, null, null)).containsExactly("CheckData", "IsThereData", "Train", "TellPublished");
    }

    @Test
    void withoutALogNothingIsTrained() throws IOException {
        assertThat(play(0, null, null)).containsExactly("CheckData", "IsThereData", "NothingToLearn");
    }

    @Test
    void whatTheGateRefusedIsNotTriedAgain() throws IOException {
        assertThat(play(1, exit(3), null)).endsWith("Train", "WhyNot", "TellRefused");
    }

    @Test
    void aLogThatCannotBeUsedIsAFailureAtOnce() throws IOException {
        assertThat(play(1, exit(2), null)).endsWith("Train", "WhyNot", "TellFailed", "Failed");
    }

    @Test
    void spareCapacityThatIsTakenAwayOrNotThereIsReplaced() throws IOException {
        for (TaskFailure taken : List.of(
                new TaskFailure(
                        "States.TaskFailed", "{\"Containers\":[{\"Cpu\":\"0\"}],\"StopCode\":\"SpotInterruption\"}"),
                new TaskFailure("ECS.AmazonECSException", "Capacity is unavailable at this time"),
                exit(137))) {
            assertThat(play(1, taken, null)).endsWith("Train", "WhyNot", "TrainOnDemand", "TellPublished");
            assertThat(play(1, taken, exit(3))).endsWith("TrainOnDemand", "WhyNotOnDemand", "TellRefused");
            assertThat(play(1, taken, exit(1))).endsWith("TrainOnDemand", "WhyNotOnDemand", "TellFailed", "Failed");
        }
    }

    @Test
    void aRetrainThatTakesTooLongIsGivenUp() throws IOException {
        assertThat(play(1, new TaskFailure("States.Timeout", ""), null)).endsWith("Train", "TellFailed", "Failed");
    }

    @Test
    void everyStateIsReachedAndEveryStepHasATimeOut() throws IOException {
        JsonNode states = JSON.readTree(FILE.toFile()).get("States");
        Set<String> named = new HashSet<>(states.findValuesAsText("Next"));
        named.addAll(states.findValuesAsText("Default"));
        named.add("CheckData");
        Set<String> all = new HashSet<>();
        states.properties().forEach(state -> {
            all.add(state.getKey());
            if (state.getValue().get("Type").asText().equals("Task")) {
                assertThat(state.getValue().has("TimeoutSeconds"))
                        .as(state.getKey())
                        .isTrue();
            }
        });
        assertThat(named).isEqualTo(all);
    }

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
        assertThat(definition.get("TimeoutSeconds").asInt()).isGreaterThan(2 * 120 * 60);
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

    private static JsonNode machine() {
        return Synth.PROD.result().only("training", "AWS::StepFunctions::StateMachine", "Pipeline");
    }

    private static String text(JsonNode machine) {
        return machine.get("DefinitionString").asText();
    }

    private static TaskFailure exit(int code) {
        return new TaskFailure(
                "States.TaskFailed", "{\"Containers\":[{\"Cpu\":\"0\",\"ExitCode\":" + code + ",\"Name\":\"train\"}]}");
    }

    private static List<String> play(int objects, TaskFailure first, TaskFailure second) throws IOException {
        return new StateMachine(JSON.readTree(FILE.toFile()), (state, parameters) -> {
                    TaskFailure failure = state.equals("Train") ? first : state.equals("TrainOnDemand") ? second : null;
                    if (failure != null) {
                        throw failure;
                    }
                    return JSON.createObjectNode().set("KeyCount", IntNode.valueOf(objects));
                })
                .run();
    }
}
