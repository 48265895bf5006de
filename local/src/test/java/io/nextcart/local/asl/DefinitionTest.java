package io.nextcart.local.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefinitionTest {
    private static final Set<String> RESOURCES = Set.of("call");
    private static final Execution.Listener NOBODY = new Execution.Listener() {
        @Override
        public void entered(String state, Instant at) {}

        @Override
        public void retried(String state, StateFailure failure, Duration after) {}
    };

    @Test
    void everythingUnsupportedIsNamedBeforeAnythingRuns() {
        assertThatThrownBy(() -> read("""
                        {"StartAt":"A","TimeoutSeconds":9,"QueryLanguage":"JSONata","States":{
                          "A":{"Type":"Task","Resource":"other","TimeoutSeconds":1,"HeartbeatSeconds":3,
                               "Retry":[{"ErrorEquals":["States.ALL"],"JitterStrategy":"FULL"}],
                               "Parameters":{"x.$":"States.UUID()","y.$":"$.a[-1]"},"ResultPath":"$.a[0]","Next":"B"},
                          "B":{"Type":"Parallel","Next":"C"},
                          "C":{"Type":"Choice","Choices":[{"Variable":"$.a","BooleanEquals":true,"Next":"D"}],"Default":"Nowhere"},
                          "D":{"Type":"Wait","Seconds":"${Unset}","End":true},
                          "E":{"Type":"Succeed"}}}"""))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(
                        "test.json: ",
                        "${Unset} has no value",
                        "field QueryLanguage: is not supported",
                        "state A, field HeartbeatSeconds: is not supported",
                        "state A, field Resource: other is not supported, expected one of [call]",
                        "state A, field JitterStrategy: is not supported",
                        "'States.UUID' is not a supported function",
                        "state A, field ResultPath: puts into a list",
                        "state B, field Type: Parallel is not supported",
                        "state C, field Choices: rule [Variable, BooleanEquals] is not supported",
                        "state C, field Default: leads to Nowhere, which is not a state",
                        "state D, field Seconds: is , expected a whole number of seconds",
                        "state E is never reached");
    }

    @Test
    void brokenJsonNamesTheFile() {
        assertThatThrownBy(() -> read("{\"StartAt\"")).hasMessageStartingWith("test.json: ");
    }

    @Test
    void aRetrierWaitsLongerEachTimeAndGivesUp() throws InterruptedException {
        ExecutionTime time = new ExecutionTime(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), true);
        List<Long> at = new ArrayList<>();
        Execution.Ending ending = play(
                """
                {"Type":"Task","Resource":"call","TimeoutSeconds":5,"End":true,
                 "Retry":[{"ErrorEquals":["Other"],"MaxAttempts":9},
                          {"ErrorEquals":["Busy"],"IntervalSeconds":2,"BackoffRate":3,"MaxAttempts":3}]}""",
                parameters -> {
                    at.add(time.instant().getEpochSecond());
                    throw new StateFailure("Busy", "come again");
                },
                time);
        assertThat(at).containsExactly(0L, 2L, 8L, 26L);
        assertThat(ending.failure()).hasMessage("come again");
    }

    @Test
    void resultsAreSelectedAndPutWhereTheDefinitionSays() throws InterruptedException {
        Map<String, Object> answer = new HashMap<>(Map.of("Deep", Map.of("n", 7)));
        answer.put("Nothing", null);
        Execution.Ending ending = play(
                """
                {"Type":"Task","Resource":"call","TimeoutSeconds":5,"End":true,
                 "Parameters":{"list":[{"name.$":"$$.Execution.Name"}],
                               "text.$":"States.Format('it\\\\'s {} of {}', $$.State.Name, States.ArrayGetItem(States.StringSplit('a//b','/'), 1))"},
                 "ResultSelector":{"n.$":"$.Deep.n","none.$":"$.Nothing"},"ResultPath":"$.a.b"}""",
                parameters -> {
                    assertThat(parameters)
                            .isEqualTo(Map.of("list", List.of(Map.of("name", "x")), "text", "it's A of b"));
                    return answer;
                },
                new ExecutionTime(Clock.systemUTC(), false));
        Map<String, Object> selected = new HashMap<>(Map.of("n", 7));
        selected.put("none", null);
        assertThat(ending.failure()).isNull();
        assertThat(ending.data()).isEqualTo(Map.of("a", Map.of("b", selected)));
    }

    @Test
    void aPathThatFindsNothingFailsTheState() throws InterruptedException {
        Execution.Ending ending = play(
                "{\"Type\":\"Task\",\"Resource\":\"call\",\"TimeoutSeconds\":5,\"Parameters\":{\"x.$\":\"$.gone\"},\"End\":true}",
                parameters -> parameters,
                new ExecutionTime(Clock.systemUTC(), false));
        assertThat(ending.failure().error()).isEqualTo("States.ParameterPathFailure");
        assertThat(ending.failure()).hasMessage("$.gone finds nothing in {}");
    }

    @Test
    void aTaskThatTakesTooLongIsInterrupted() throws InterruptedException {
        List<String> stopped = new ArrayList<>();
        Execution.Ending ending = play(
                "{\"Type\":\"Task\",\"Resource\":\"call\",\"TimeoutSeconds\":1,\"End\":true}",
                parameters -> {
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        stopped.add("stopped");
                        throw e;
                    }
                    return null;
                },
                new ExecutionTime(Clock.systemUTC(), false));
        assertThat(ending.failure().error()).isEqualTo("States.Timeout");
        assertThat(stopped).containsExactly("stopped");
    }

    private static Execution.Ending play(String state, Resource resource, ExecutionTime time)
            throws InterruptedException {
        Definition definition = read("{\"StartAt\":\"A\",\"TimeoutSeconds\":99,\"States\":{\"A\":" + state + "}}");
        return new Execution(definition, Map.of("call", resource), time, "x", NOBODY).run();
    }

    private static Definition read(String text) {
        return Definition.read("test.json", text, Map.of(), RESOURCES);
    }
}
