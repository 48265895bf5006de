package io.nextcart.functions.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.store.document.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class FunctionLogTest {
    private static final String SHOPPER = "shopper-4711";
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, UTF_8);

    private List<Map<String, Object>> lines() throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : bytes.toString(UTF_8).lines().toList()) {
            lines.add(JSON.std.mapFrom(line));
        }
        return lines;
    }

    private ApiHandler handler() {
        return handler(false);
    }

    private ApiHandler handler(boolean routes) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(1_442_545_187_000L), ZoneOffset.UTC);
        Router router = new Router()
                .on(
                        "GET",
                        "/v1/users/{user_id}",
                        request -> ApiResponse.json(200, new JsonFields())
                                .with(List.of(
                                        new Measure(Metric.LEVEL_PERSONAL, 1), new Measure(Metric.MODEL_AGE, 90))))
                .on("GET", "/down", request -> {
                    throw ProblemException.unavailable("down", 1);
                });
        return new ApiHandler(
                router,
                new EmbeddedMetrics("Nextcart/prod", "recommend", "", routes, out, clock),
                Cors.NONE,
                ApiKeys.NONE);
    }

    @Test
    void everyRequestIsOneLineOfMetrics() throws Exception {
        ApiHandler handler = handler();
        ProxyCall.of("GET /v1/users/" + SHOPPER).header("x-request-id", "r-1").to(handler);
        ProxyCall.of("GET /v1/nothing").to(handler);
        ProxyCall.of("GET /down").to(handler);
        List<Map<String, Object>> lines = lines();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .containsEntry("function", "recommend")
                .containsEntry("request_id", "r-1")
                .containsEntry("status", 200)
                .containsEntry("requests", 1)
                .containsEntry("errors", 0)
                .containsEntry("cold_start", 1)
                .containsEntry("level_personal", 1)
                .containsEntry("model_age", 90)
                .containsKeys("latency", "memory_used");
        assertThat(lines.get(1)).containsEntry("bad_requests", 1).doesNotContainKeys("cold_start", "unavailable");
        assertThat(lines.get(2)).containsEntry("errors", 1).containsEntry("unavailable", 1);
        assertThat(bytes.toString(UTF_8)).doesNotContain(SHOPPER);
    }

    @Test
    void whatNoRequestAskedForIsALineOfItsOwn() throws Exception {
        PrintStream out = new PrintStream(bytes, true, UTF_8);
        EmbeddedMetrics metrics = new EmbeddedMetrics("Nextcart/prod", "rollout", out, Clock.systemUTC());
        metrics.measured(List.of());
        metrics.measured(List.of(new Measure(Metric.LIFT, 12.5)));
        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("function", "rollout")
                        .containsEntry("lift", 12.5)
                        .doesNotContainKeys("requests", "status"));
        assertThat(bytes.toString(UTF_8))
                .contains("\"Namespace\":\"Nextcart/prod\"", "{\"Name\":\"lift\",\"Unit\":\"Percent\"}");
    }

    @Test
    void whatIsWrongIsWrittenByVersionToo() throws Exception {
        Router router = new Router()
                .on("GET", "/up", request -> ApiResponse.json(200, new JsonFields()))
                .on("GET", "/down", request -> {
                    throw ProblemException.unavailable("down", 1);
                });
        PrintStream out = new PrintStream(bytes, true, UTF_8);
        ApiHandler handler = new ApiHandler(
                router,
                new EmbeddedMetrics("Nextcart", "recommend", "7", false, out, Clock.systemUTC()),
                Cors.NONE,
                ApiKeys.NONE);
        ProxyCall.of("GET /up").to(handler);
        ProxyCall.of("GET /down").to(handler);
        List<?> well = (List<?>) ((Map<?, ?>) lines().get(0).get("_aws")).get("CloudWatchMetrics");
        List<?> down = (List<?>) ((Map<?, ?>) lines().get(1).get("_aws")).get("CloudWatchMetrics");
        assertThat(well).hasSize(1);
        assertThat(down).hasSize(2);
        assertThat(((Map<?, ?>) down.get(1)).get("Dimensions")).hasToString("[[function, version]]");
        assertThat(names(down.get(1))).containsExactly("errors");
        assertThat(lines().get(1)).containsEntry("version", "7");
    }

    @Test
    void aLineNamesItsRouteByTheTemplateAlone() throws Exception {
        ApiHandler handler = handler();
        ProxyCall.of("GET /v1/users/" + SHOPPER).to(handler);
        ProxyCall.of("GET /v1/users/%zz").to(handler);
        ProxyCall.of("GET /v1/" + SHOPPER).to(handler);
        ProxyCall.of("DELETE /v1/users/" + SHOPPER).to(handler);
        ProxyCall.send("no event", handler);
        assertThat(lines())
                .extracting(line -> line.get("route") + " " + line.get("status"))
                .containsExactly(
                        "GET /v1/users/{user_id} 200",
                        "GET /v1/users/{user_id} 400",
                        "none 404",
                        "none 405",
                        "none 400");
        assertThat(bytes.toString(UTF_8)).doesNotContain(SHOPPER);
    }

    @Test
    void everyMetricThatADirectiveNamesIsInTheLineWithItsUnit() throws Exception {
        ProxyCall.of("GET /v1/users/u").to(handler(true));
        Map<String, Object> line = lines().get(0);
        Map<?, ?> aws = (Map<?, ?>) line.get("_aws");
        assertThat(aws.get("Timestamp")).isEqualTo(1_442_545_187_000L);
        List<?> directives = (List<?>) aws.get("CloudWatchMetrics");
        assertThat(directives)
                .extracting(
                        directive -> ((Map<?, ?>) directive).get("Dimensions").toString())
                .containsExactly("[[function], [function, route]]", "[[function]]");
        assertThat(names(directives.get(0))).containsExactlyInAnyOrder("requests", "errors", "bad_requests", "latency");
        assertThat(names(directives.get(1)))
                .containsExactlyInAnyOrder("cold_start", "memory_used", "level_personal", "model_age");
        for (Object directive : directives) {
            assertThat(((Map<?, ?>) directive).get("Namespace")).isEqualTo("Nextcart/prod");
            for (Object each : (List<?>) ((Map<?, ?>) directive).get("Metrics")) {
                Map<?, ?> named = (Map<?, ?>) each;
                Metric metric = Arrays.stream(Metric.values())
                        .filter(one -> one.wireName().equals(named.get("Name")))
                        .findFirst()
                        .orElseThrow();
                assertThat(named.get("Unit")).isEqualTo(metric.unit());
                assertThat(line.get(metric.wireName())).isInstanceOf(Number.class);
            }
        }
    }

    @Test
    void metricsByRouteArePaidForOnlyWhereTheyAreAskedFor() throws Exception {
        ProxyCall.of("GET /v1/users/u").to(handler());
        assertThat(bytes.toString(UTF_8)).contains("[[\"function\"]]").doesNotContain("\"function\",\"route\"");
    }

    @Test
    void anAnswerWithSeveralTroublesIsTroubledOnce() throws Exception {
        Router router = new Router()
                .on(
                        "GET",
                        "/lame",
                        request -> ApiResponse.json(200, new JsonFields())
                                .with(List.of(
                                        new Measure(Metric.HISTORY_MISSING, 1),
                                        new Measure(Metric.CATALOGUE_STALE, 1))))
                .on("GET", "/well", request -> ApiResponse.json(200, new JsonFields()));
        ApiHandler handler = new ApiHandler(
                router, new EmbeddedMetrics("Nextcart", "recommend", out, Clock.systemUTC()), Cors.NONE, ApiKeys.NONE);
        ProxyCall.of("GET /lame").to(handler);
        ProxyCall.of("GET /well").to(handler);
        assertThat(lines().get(0)).containsEntry("troubled", 1);
        assertThat(lines().get(1)).doesNotContainKey("troubled");
    }

    @Test
    void whatBelongsToAPlacementIsALineOfItsOwnWithoutDirectives() throws Exception {
        Measure.OfList home = new Measure.OfList("home", "champion");
        Router router = new Router()
                .on(
                        "GET",
                        "/list",
                        request -> ApiResponse.json(200, new JsonFields())
                                .with(List.of(
                                        new Measure(Metric.ITEMS, 9),
                                        new Measure(Metric.ITEMS, 8, home),
                                        new Measure(Metric.ITEMS, 1, home.exploring(true)))));
        ProxyCall.of("GET /list")
                .header("x-request-id", "r-1")
                .to(new ApiHandler(
                        router,
                        new EmbeddedMetrics("Nextcart", "recommend", out, Clock.systemUTC()),
                        Cors.NONE,
                        ApiKeys.NONE));
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(2)).containsEntry("exploration", true).containsEntry("items", 1);
        assertThat(lines().get(0)).containsEntry("items", 9).doesNotContainKeys("placement", "variant");
        assertThat(lines().get(1))
                .isEqualTo(Map.of(
                        "function", "recommend",
                        "request_id", "r-1",
                        "placement", "home",
                        "variant", "champion",
                        "items", 8));
    }

    private static List<Object> names(Object directive) {
        return ((List<?>) ((Map<?, ?>) directive).get("Metrics"))
                .stream()
                        .<Object>map(metric -> ((Map<?, ?>) metric).get("Name"))
                        .toList();
    }

    @Test
    void recordsAreJsonWithWhatWasThrown() throws Exception {
        LogRecord record = new LogRecord(Level.SEVERE, "request r-1 failed\n\"quoted\"");
        record.setLoggerName("io.nextcart.x");
        record.setThrown(new IOException("no disk"));
        new FunctionLog("events", out).publish(record);
        assertThat(lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("level", "SEVERE")
                        .containsEntry("function", "events")
                        .containsEntry("logger", "io.nextcart.x")
                        .containsEntry("message", "request r-1 failed\n\"quoted\"")
                        .containsEntry("error", "java.io.IOException: no disk")
                        .containsKeys("timestamp", "stack"));
    }

    @Test
    void metricsAreOffWhenTheEnvironmentSaysSo() {
        var handlers = java.util.logging.Logger.getLogger("").getHandlers();
        try {
            assertThat(FunctionLog.start("events", Map.of("NEXTCART_METRICS", "off"), out))
                    .isSameAs(RequestLog.NONE);
            assertThat(FunctionLog.start("events", Map.of(), out)).isInstanceOf(EmbeddedMetrics.class);
            assertThatThrownBy(() -> FunctionLog.start("events", Map.of("NEXTCART_METRICS", "of"), out))
                    .hasMessage("NEXTCART_METRICS is 'of', expected on, off or routes");
        } finally {
            var root = java.util.logging.Logger.getLogger("");
            for (var installed : root.getHandlers()) {
                root.removeHandler(installed);
            }
            for (var before : handlers) {
                root.addHandler(before);
            }
        }
    }
}
