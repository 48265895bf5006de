package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.TrialRecord.Decision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pipeline's definition sends requests that this Lambda accepts, and compares with words that it answers. */
class PipelineContractTest {
    private static final Pattern PAYLOAD = Pattern.compile("\"Payload\": (\\{(?:\\$\\{\\w+}|[^}])*})");
    private static final Pattern COMPARED =
            Pattern.compile("\"Variable\": \"\\$\\.(?:look\\.said|status)\\.(\\w+)\", \"StringEquals\": \"(\\w+)\"");
    private static final Pattern EXIT_CODE = Pattern.compile("ExitCode\\\\\":(\\d)");

    @Test
    void everyRequestIsUnderstood() throws Exception {
        Set<String> actions = new TreeSet<>();
        for (MatchResult payload : found(PAYLOAD)) {
            Map<String, Object> request = new HashMap<>();
            JSON.std.mapFrom(payload.group(1)).forEach((name, value) -> request.put(name.replace(".$", ""), value));
            request.computeIfPresent("share", (name, value) -> 0.1);
            request.computeIfPresent("version", (name, value) -> "v2");
            request.computeIfPresent("run", (name, value) -> "night");
            request.computeIfPresent(
                    "alarms",
                    (name, value) ->
                            List.of(Map.of("name", "errors", "state", "ALARM", "since", "2026-03-01T10:00:00.123Z")));
            assertThat(RolloutRequest.read(JSON.std.asBytes(request))).isNotNull();
            actions.add((String) request.get("action"));
        }
        assertThat(actions).containsExactly("compare", "lift", "result", "start", "status", "watch");
    }

    @Test
    void everyComparedWordIsOneThatIsSaid() throws Exception {
        Map<String, Set<String>> compared = new TreeMap<>();
        for (MatchResult comparison : found(COMPARED)) {
            compared.computeIfAbsent(comparison.group(1), name -> new TreeSet<>())
                    .add(comparison.group(2));
        }
        assertThat(compared.get("outcome")).containsExactly("candidate", "failed", "published", "refused");
        assertThat(Arrays.stream(RunOutcome.values()).map(RunOutcome::wireName)).containsAll(compared.get("outcome"));
        assertThat(compared.get("decision")).containsExactly("promote", "roll_back");
        assertThat(Arrays.stream(Decision.values()).map(Decision::wireName)).containsAll(compared.get("decision"));
        assertThat(compared.get("state")).containsExactly("promoted");
        assertThat(compared.get("trial")).containsExactly("running");
        assertThat(compared.get("watch")).containsExactly("leave");
        assertThat(compared).hasSize(5);
    }

    @Test
    void theExitCodesThatHaveAResultAreThoseOfItsOutcomes() throws Exception {
        assertThat(found(EXIT_CODE).stream().map(code -> Integer.valueOf(code.group(1))))
                .containsOnly(RunOutcome.UNUSABLE.exitCode(), RunOutcome.REFUSED.exitCode());
    }

    private static List<MatchResult> found(Pattern pattern) throws IOException {
        String definition = Files.readString(Path.of("..", "..", "training-fargate", "pipeline.asl.json"));
        return pattern.matcher(definition).results().toList();
    }
}
