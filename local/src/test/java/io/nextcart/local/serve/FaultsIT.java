package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Await;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.FaultyServer;
import io.nextcart.functions.api.FaultyServer.Fault;
import io.nextcart.functions.api.MetricLines;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.WithinASecond;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.LocalContext;
import io.nextcart.local.runtime.FunctionPool;
import io.nextcart.local.runtime.FunctionSpec;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees for faults hold over HTTP, and for the deployed packages. */
class FaultsIT {
    private static final Packages PACKAGES = Packages.of(Path.of(".."));

    @TempDir
    private Path folder;

    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private FolderObjectStore models;

    @BeforeEach
    void open() {
        models = new FolderObjectStore(folder.resolve("store"));
    }

    @Test
    void overHttpTheBestLevelThatIsPossibleAnswers() throws Exception {
        LocalShop.Settings settings =
                new LocalShop.Settings(folder.resolve("store").toString(), folder.resolve("data"), 0, ApiKey.none());
        try (LocalShop shop = LocalShop.start(settings, null, line -> {})) {
            send(shop, "POST", "/v1/events", "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"a\"}", 202);
            assertThat(personal(shop)).containsEntry("model", null).containsEntry("fallback_level", "empty");

            publishDamaged("v1", null);
            assertThat(personal(shop)).containsEntry("model", null).containsEntry("fallback_level", "empty");

            TinyBundle.put(models, "v2", folder.resolve("work"));
            TinyBundle.serve(models, "v2", "v1", 2);
            Await.until(() -> "v2".equals(personal(shop).get("model")), "v2 serves");

            publishDamaged("v3", "v2");
            // The model is looked for every 2 seconds.
            Instant later = Instant.now().plusSeconds(5);
            while (Instant.now().isBefore(later)) {
                assertThat(personal(shop)).containsEntry("model", "v2").containsEntry("fallback_level", "personal");
                Thread.sleep(100);
            }
        }
    }

    @Test
    @Tag("long")
    void thePackagedFunctionAnswersWhateverHangs() throws Exception {
        TinyBundle.publish(models, "v1", folder.resolve("work"), 1);
        try (FaultyServer s3 = FaultyServer.s3(folder.resolve("store"));
                FaultyServer dynamo = FaultyServer.with(Fault.HANGS)) {
            s3.fault(Fault.HANGS);
            Map<String, String> environment = Map.of(
                    "NEXTCART_STORE", "s3://shop",
                    "NEXTCART_MODEL_CHECK_SECONDS", "1",
                    "NEXTCART_CATALOGUE_TABLE", "catalogue",
                    "NEXTCART_RULES_TABLE", "rules",
                    "AWS_ENDPOINT_URL_S3", s3.url().toString());
            try (FunctionPool pool = start(
                    "recommend",
                    "io.nextcart.functions.recommend.RecommendFunction",
                    PACKAGES.recommend(),
                    environment,
                    dynamo)) {
                pool.awaitReady();
                assertThat(ask(pool))
                        .containsEntry("level_empty", 1.0)
                        .containsEntry("model_missing", 1.0)
                        .containsEntry("models_unreachable", 1.0)
                        .containsEntry("cold_start", 1.0);

                s3.fault(Fault.NONE);
                awaitMetric(pool, "level_popular");
                assertThat(ask(pool))
                        .containsEntry("history_missing", 1.0)
                        .containsEntry("catalogue_stale", 1.0)
                        .doesNotContainKey("cold_start")
                        .doesNotContainKeys("model_missing", "models_unreachable");

                publishDamaged("v2", "v1");
                awaitMetric(pool, "model_refused");
                assertThat(ask(pool)).containsEntry("level_popular", 1.0);

                s3.fault(Fault.HANGS);
                awaitMetric(pool, "models_unreachable");
                assertThat(ask(pool)).containsEntry("level_popular", 1.0);
            }
        }
    }

    @Test
    @Tag("long")
    void thePackagedEventsFunctionStartsWithoutItsStoreAndSaysSo() throws Exception {
        try (FaultyServer dynamo = FaultyServer.with(Fault.HANGS);
                FunctionPool pool = start(
                        "events",
                        "io.nextcart.functions.events.EventsFunction",
                        PACKAGES.events(),
                        Map.of("NEXTCART_CATALOGUE_TABLE", "catalogue", "NEXTCART_RULES_TABLE", "rules"),
                        dynamo)) {
            pool.awaitReady();
            String id = UUID.randomUUID().toString();
            Reply reply = ProxyCall.of("POST /v1/events")
                    .header("x-request-id", id)
                    .body("{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"a\"}")
                    .to(handler(pool));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(metrics(id)).containsEntry("unavailable", 1.0).containsEntry("errors", 1.0);
        }
    }

    private void publishDamaged(String version, String previous) throws IOException {
        TinyBundle.put(models, version, folder.resolve("work"));
        Path table = folder.resolve("store/models").resolve(version).resolve("items.tbl");
        byte[] bytes = Files.readAllBytes(table);
        bytes[bytes.length / 2] ^= 1;
        Files.write(table, bytes);
        TinyBundle.serve(models, version, previous, 1);
    }

    private Map<String, Object> personal(LocalShop shop) throws Exception {
        return WithinASecond.answered(() -> send(shop, "GET", "/v1/recommendations/u?k=3", "", 200));
    }

    private Map<String, Object> send(LocalShop shop, String method, String path, String body, int status)
            throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(shop.url() + path))
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        return JSON.std.mapFrom(response.body());
    }

    private FunctionPool start(
            String name, String handler, Path jar, Map<String, String> environment, FaultyServer dynamo)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("NEXTCART_EVENTS", "dynamodb:events");
        all.put("NEXTCART_TOMBSTONES_TABLE", "tombstones");
        all.put("AWS_ENDPOINT_URL_DYNAMODB", dynamo.url().toString());
        all.put("AWS_REGION", "us-east-1");
        all.put("AWS_ACCESS_KEY_ID", "key");
        all.put("AWS_SECRET_ACCESS_KEY", "secret");
        List<String> options = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        return FunctionPool.start(
                new FunctionSpec(name, handler, jar, options, all, folder.resolve(name), 1), output::add);
    }

    private static RequestStreamHandler handler(FunctionPool pool) {
        return (in, out, context) -> pool.handleRequest(in, out, LocalContext.within(30_000));
    }

    /** Requests a shopper's recommendations; returns the metrics of the answer. */
    private Map<String, Double> ask(FunctionPool pool) throws Exception {
        String id = UUID.randomUUID().toString();
        ProxyCall call = ProxyCall.of("GET /v1/recommendations/u?k=3").header("x-request-id", id);
        Reply reply = WithinASecond.answered(() -> call.to(handler(pool)));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return metrics(id);
    }

    private void awaitMetric(FunctionPool pool, String name) throws Exception {
        Await.until(() -> ask(pool).containsKey(name), "a request reports " + name);
    }

    /** The metrics of the first answer to a request; lines come after answers. */
    private Map<String, Double> metrics(String requestId) throws Exception {
        Predicate<String> ofRequest = line -> line.contains("\"request_id\":\"" + requestId + "\"");
        Await.until(() -> output.stream().anyMatch(ofRequest), "a line of metrics is printed");
        String line = output.stream().filter(ofRequest).findFirst().orElseThrow();
        return MetricLines.read(line.substring(line.indexOf('{')));
    }
}
