package io.nextcart.local.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.local.asl.Execution;
import io.nextcart.local.asl.ExecutionTime;
import io.nextcart.local.asl.StateFailure;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trial whose pipeline was killed, with the real rollout. */
class TakenUpTrialTest {
    private static final Instant START = Instant.parse("2026-02-03T02:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theNextRunLooksEveryHourUntilItEnds() throws Exception {
        FolderObjectStore store = new FolderObjectStore(folder);
        store.put("models/v2/manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        store.put(Current.KEY, new Current("v1", null, 0, null, 5).toJson());
        Map<String, String> places = Map.of("NEXTCART_STORE", folder.toString(), "NEXTCART_TRIAL_HOURS", "48");
        String start = "{\"action\":\"start\",\"version\":\"v2\",\"share\":0.5,\"watcher\":\"killed\"}";
        new RolloutHandler(places, Clock.fixed(START, ZoneOffset.UTC))
                .handleRequest(
                        new ByteArrayInputStream(start.getBytes(StandardCharsets.UTF_8)),
                        new ByteArrayOutputStream(),
                        null);

        Instant night = START.plus(Duration.ofHours(10));
        ExecutionTime time = new ExecutionTime(Clock.fixed(night, ZoneOffset.UTC), true);
        List<Instant> looks = new ArrayList<>();
        Pipeline.Parts parts = new Pipeline.Parts(
                store, 0, "io.nextcart.Nothing", List.of(), Map.of(), new RolloutHandler(places, time), null);
        Execution.Ending ending = new Pipeline(parts, new Pipeline.Times(0, 3600, 60, 8 * 86_400), line -> {})
                .run("night", time, new Execution.Listener() {
                    @Override
                    public void entered(String state, Instant at) {
                        if (state.equals("Compare")) {
                            looks.add(at);
                        }
                    }

                    @Override
                    public void retried(String state, StateFailure failure, Duration after) {
                        throw new AssertionError(state, failure);
                    }
                });

        assertThat(ending.state()).isEqualTo("RolledBack");
        assertThat(looks).hasSize(39).startsWith(night).endsWith(START.plus(Duration.ofHours(48)));
        Map<String, Object> record =
                JSON.std.mapFrom(store.get("trials/v2.json").orElseThrow().bytes());
        assertThat(record).containsEntry("state", "rolled_back").containsEntry("watcher", "night");
        assertThat((List<?>) record.get("looks")).hasSize(39);
    }
}
