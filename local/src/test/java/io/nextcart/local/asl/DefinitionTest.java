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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionTest {
    private static final Set<String> RESOURCES = Set.of("call");
    private static final Execution.Listener NOBODY = new Execution.Listener() {
        @Override
        public void entered(String state, Instant at) {}

        @Override
        public void retried(String state, StateFailure failure, Duration after) {}
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"Type":"Task","Resource":"other","TimeoutSeconds":1,"End":true} | test.json: field 'States.A.Resource' is 'other', expected one of [call]
                    {"Type":"Task","Resource":"call","HeartbeatSeconds":3,"End":true} | test.json: field 'States.A.HeartbeatSeconds' is 3, expected only Resource, Parameters, ResultSelector, ResultPath, TimeoutSeconds, Retry, Catch, Next, End, Type
                    {"Type":"Task","Resource":"call","TimeoutSeconds":1,"Retry":[{"JitterStrategy":"FULL"}],"End":true} | test.json: field 'States.A.Retry[0].JitterStrategy' is 'FULL', expected only ErrorEquals, IntervalSeconds, BackoffRate, MaxAttempts
                    {"Type":"Pass","Parameters":{"x.$":"States.UUID()"},"End":true} | test.json: 'States.UUID()', column 1: 'States.UUID' is not a supported function, expected one of [States.ArrayGetItem, States.Format, States.Hash, States.StringSplit, States.StringToJson]
                    {"Type":"Pass","Parameters":{"y.$":"$.a[-1]"},"End":true} | test.json: '$.a[-1]' is not a supported path, expected $.field.field[0]
                    {"Type":"Pass","ResultPath":"$.a[0]","End":true} | test.json: field 'States.A.ResultPath' is '$.a[0]', expected a path that puts nothing into a list
                    {"Type":"Parallel"} | test.json: field 'States.A.Type' is 'Parallel', expected one of [Choice, Fail, Map, Pass, Succeed, Task, Wait]
                    {"Type":"Choice","Choices":[{"Variable":"$.a","BooleanEquals":true,"Next":"A"}]} | test.json: rule [Variable, BooleanEquals] is not supported, expected And, Or, or Variable with one of [IsPresent, NumericGreaterThan, StringEquals, StringMatches]
                    {"Type":"Choice","Choices":[],"Default":"Nowhere"} | test.json: field 'States.A.Default' is 'Nowhere', expected the name of a state
                    {"Type":"Wait","Seconds":"${Unset}","End":true} | test.json: ${Unset} has no value
                    {"Type":"Wait","Seconds":"","End":true} | test.json: field 'States.A.Seconds' is '', expected a whole number
                    {"Type":"Succeed"},"E":{"Type":"Succeed"} | test.json: state E is never reached
                    {"Type":"Succeed"}},"QueryLanguage":"JSONata","Comment":{"x":1 | test.json: field 'QueryLanguage' is 'JSONata', expected only StartAt, States, TimeoutSeconds
                    """)
    void whatIsUnsupportedIsNamedBeforeAnythingRuns(String state, String message) {
        assertThatThrownBy(() -> read(definition(state)))
                .isInstanceOf(BadInputException.class)
                .hasMessage(message);
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
                               "hash.$":"States.Hash('abc', 'SHA-256')",
                               "text.$":"States.Format('it\\\\'s {} of {}', $$.State.Name, States.ArrayGetItem(States.StringSplit('a//b','/'), 1))"},
                 "ResultSelector":{"n.$":"$.Deep.n","none.$":"$.Nothing"},"ResultPath":"$.a.b"}""",
                parameters -> {
                    assertThat(parameters)
                            .isEqualTo(Map.of(
                                    "list",
                                    List.of(Map.of("name", "x")),
                                    "hash",
                                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                                    "text",
                                    "it's A of b"));
                    return answer;
                },
                new ExecutionTime(Clock.systemUTC(), false));
        Map<String, Object> selected = new HashMap<>(Map.of("n", 7));
        selected.put("none", null);
        assertThat(ending.failure()).isNull();
        assertThat(ending.data()).isEqualTo(Map.of("a", Map.of("b", selected)));
    }

    @Test
    void ofHashesOnlySha256IsSupported() throws InterruptedException {
        Execution.Ending ending = play(
                "{\"Type\":\"Pass\",\"Parameters\":{\"x.$\":\"States.Hash('abc', 'MD5')\"},\"End\":true}",
                parameters -> parameters,
                new ExecutionTime(Clock.systemUTC(), false));
        assertThat(ending.failure().error()).isEqualTo("States.IntrinsicFailure");
        assertThat(ending.failure()).hasMessage("States.Hash: 'MD5' is not supported, expected SHA-256");
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

    private static Execution.Ending play(String state, Execution.Resource resource, ExecutionTime time)
            throws InterruptedException {
        return new Execution(read(definition(state)), Map.of("call", resource), time, "x", NOBODY).run();
    }

    private static String definition(String state) {
        return "{\"StartAt\":\"A\",\"TimeoutSeconds\":99,\"States\":{\"A\":" + state + "}}";
    }

    private static Definition read(String text) {
        return Definition.read("test.json", text, Map.of(), RESOURCES);
    }
}
