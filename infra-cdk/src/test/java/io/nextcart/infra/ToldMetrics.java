package io.nextcart.infra;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.functions.api.EmbeddedMetrics;
import io.nextcart.functions.events.StartedEventsFunction;
import io.nextcart.functions.recommend.StartedRecommendFunction;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs functions without an event store and gathers the metrics that they tell. */
public final class ToldMetrics {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A port that nobody listens on: the store is away. */
    private static final String AWAY = "http://127.0.0.1:9/away";

    /** Kept, so that it stays quiet about what a test breaks on purpose. */
    private static final Logger LOGGER = Logger.getLogger("io.nextcart");

    private final Set<String> names = new TreeSet<>();
    private final Set<String> namespaces = new TreeSet<>();
    private final Set<String> dimensions = new TreeSet<>();
    private final Set<String> functions = new TreeSet<>();

    /** Asks for recommendations of a model in a folder. */
    public void byRecommend(Path models) throws IOException {
        LOGGER.setLevel(Level.OFF);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RequestStreamHandler function = StartedRecommendFunction.by(
                Map.of("NEXTCART_STORE", models.toString(), "NEXTCART_EVENTS", AWAY),
                new EmbeddedMetrics("recommend", print(out), Clock.systemUTC()));
        for (String request : List.of(
                "GET /v1/recommendations/u1",
                "POST /v1/recommendations {\"session\":[{\"item_id\":\"a\"}]}",
                "GET /v1/items/a/similar",
                "GET /v1/popular",
                "POST /v1/recommendations {\"session\":[],\"category\":\"no-such\"}")) {
            call(function, request);
        }
        take(out);
        // What no call of a shop that has a model and events can be made to tell: ranked from stored events, or nothing
        // at all.
        for (FallbackLevel level : FallbackLevel.values()) {
            names.add("level_" + level.wireName());
        }
    }

    /** Sends an event. */
    public void byEvents() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RequestStreamHandler function = StartedEventsFunction.by(
                Map.of("NEXTCART_EVENTS", AWAY), new EmbeddedMetrics("events", print(out), Clock.systemUTC()));
        call(function, "POST /v1/events {\"events\":[{}]}");
        take(out);
    }

    private static PrintStream print(ByteArrayOutputStream out) {
        return new PrintStream(out, true, StandardCharsets.UTF_8);
    }

    private static void call(RequestStreamHandler function, String line) throws IOException {
        String[] parts = line.split(" ", 3);
        Map<String, Object> event = new HashMap<>(Map.of("httpMethod", parts[0], "path", parts[1]));
        if (parts.length > 2) {
            event.put("body", parts[2]);
        }
        function.handleRequest(
                new ByteArrayInputStream(JSON.writeValueAsBytes(event)), OutputStream.nullOutputStream(), null);
    }

    private void take(ByteArrayOutputStream out) throws IOException {
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            JsonNode told = JSON.readTree(line);
            functions.add(told.get("function").asText());
            for (JsonNode directive : told.at("/_aws/CloudWatchMetrics")) {
                namespaces.add(directive.get("Namespace").asText());
                directive.get("Dimensions").forEach(set -> set.forEach(name -> dimensions.add(name.asText())));
                directive
                        .get("Metrics")
                        .forEach(metric -> names.add(metric.get("Name").asText()));
            }
        }
    }

    public Set<String> names() {
        return names;
    }

    public Set<String> namespaces() {
        return namespaces;
    }

    public Set<String> dimensions() {
        return dimensions;
    }

    public Set<String> functions() {
        return functions;
    }
}
