package io.nextcart.local.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.FaultyServer;
import io.nextcart.functions.api.MetricLines;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.local.gateway.LocalContext;
import io.nextcart.local.runtime.FunctionPool;
import io.nextcart.local.runtime.FunctionSpec;
import io.nextcart.local.store.StoreServer;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged function in a process that is frozen between calls, as by Lambda: nothing it does may need time between
 * calls. S3 is slow, and its answers travel only while the process runs.
 */
class FreezeIT {
    private static final Packages PACKAGES = Packages.of(Path.of(".."));
    private static final long S3_MS = 25;
    private static final double SHARE = 0.5;
    private static final String SHOPPER = IntStream.range(0, 100)
            .mapToObj(i -> "u" + i)
            .filter(user -> new Assignment("any", SHARE).of(user) == Variant.CHALLENGER)
            .findFirst()
            .orElseThrow();

    @TempDir
    private Path folder;

    private final Queue<String> output = new ConcurrentLinkedQueue<>();
    private final MemoryCatalogueStore catalogue = new MemoryCatalogueStore();
    private FolderObjectStore models;
    private FaultyServer s3;
    private StoreServer stores;
    private volatile boolean frozen;

    @BeforeEach
    void open() throws IOException {
        models = new FolderObjectStore(folder.resolve("store"));
        s3 = FaultyServer.s3(folder.resolve("store"), this::travel);
        stores = StoreServer.start(new MemoryEventStore(), catalogue, new MemoryRuleStore());
        for (String version : new String[] {"v1", "v2", "v3"}) {
            TinyBundle.put(models, version, folder.resolve("work"));
        }
        serve(new Current("v1", "v2", SHARE, null, 1));
    }

    @AfterEach
    void close() {
        s3.close();
        stores.close();
    }

    /** The answer to a call, and its metrics. */
    private record Call(Reply reply, Map<String, Double> metrics) {
        String model() {
            return (String) reply.json().get("model");
        }

        boolean shows(String item) {
            return reply.list("items").stream()
                    .anyMatch(shown -> ((Map<?, ?>) shown).get("item_id").equals(item));
        }
    }

    @Test
    void whatIsDueIsDoneWithinTheCallThatFindsItDue(TestReporter reporter) throws Exception {
        calls(Duration.ofSeconds(1), 1, reporter);
    }

    /** At the deployed intervals. */
    @ParameterizedTest
    @ValueSource(ints = {1, 8, 60})
    @Tag("long")
    void nothingNeedsTimeBetweenCalls(int pauseSeconds, TestReporter reporter) throws Exception {
        calls(Duration.ofSeconds(pauseSeconds), 60, reporter);
    }

    private void calls(Duration pause, int checkSeconds, TestReporter reporter) throws Exception {
        int untilLook = calls(checkSeconds, pause);
        List<Call> all = new ArrayList<>();
        try (FunctionPool pool = start(checkSeconds)) {
            pool.awaitReady();
            freeze(pool);
            all.add(call(pool, pause));
            assertThat(all.get(0).model()).as("loaded at the start").isEqualTo("v2");
            assertThat(all.get(0).shows("a")).isTrue();

            serve(new Current("v1", "v3", SHARE, null, 2));
            String found = all.get(0).model();
            for (int i = 0; i < untilLook + 2 && !found.equals("v3"); i++) {
                all.add(call(pool, pause));
                found = all.get(all.size() - 1).model();
            }
            assertThat(found).as("the next challenger").isEqualTo("v3");
            reporter.publishEntry("calls until the next challenger answers", Integer.toString(all.size() - 1));

            catalogue.put(
                    new CatalogueItem(new ItemId("a"), false, null, null, null, null, System.currentTimeMillis()));
            int untilHidden = calls(Math.min(45, checkSeconds), pause) + 1;
            int before = all.size();
            boolean shown = true;
            for (int i = 0; i < untilHidden && shown; i++) {
                all.add(call(pool, pause));
                shown = all.get(all.size() - 1).shows("a");
            }
            assertThat(shown).as("hidden within a minute of the next call").isFalse();
            reporter.publishEntry("calls until the item is hidden", Integer.toString(all.size() - before));

            serve(new Current("v3", null, 0, "v1", 3));
            for (int i = 0; i < untilLook + 1; i++) {
                all.add(call(pool, pause));
            }
            assertThat(all.get(all.size() - 1).reply().json())
                    .as("promoted")
                    .containsEntry("model", "v3")
                    .containsEntry("variant", "champion");
        }
        assertThat(all)
                .allSatisfy(call -> assertThat(call.metrics())
                        .containsEntry("errors", 0.0)
                        .doesNotContainKeys(
                                "models_unreachable",
                                "model_refused",
                                "model_missing",
                                "catalogue_stale",
                                "history_missing"));
        long missing = all.stream()
                .filter(call -> call.metrics().containsKey("challenger_missing"))
                .count();
        assertThat(missing).as("calls that a challenger should have answered").isLessThanOrEqualTo(1);
        double slowest = all.stream()
                .mapToDouble(call -> call.metrics().get("latency"))
                .max()
                .orElseThrow();
        reporter.publishEntry("calls", Integer.toString(all.size()));
        reporter.publishEntry("calls without their challenger", Long.toString(missing));
        reporter.publishEntry("slowest call, ms", Double.toString(slowest));
    }

    /** Number of calls until one comes at least this much later. */
    private static int calls(int seconds, Duration pause) {
        return (int) ((seconds + pause.toSeconds() - 1) / pause.toSeconds());
    }

    /** One call after a pause; the process runs while it is answered. */
    private Call call(FunctionPool pool, Duration pause) throws Exception {
        Thread.sleep(pause.toMillis());
        String id = UUID.randomUUID().toString();
        signal(pool, "-CONT");
        frozen = false;
        Reply reply = ProxyCall.of("POST /v1/recommendations")
                .header("x-request-id", id)
                .body("{\"user_id\":\"" + SHOPPER + "\",\"session\":[{\"item_id\":\"b\"}],\"k\":5}")
                .to((in, out, context) -> pool.handleRequest(in, out, LocalContext.within(10_000)));
        freeze(pool);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        String mark = "\"request_id\":\"" + id + "\"";
        Await.until(() -> output.stream().anyMatch(line -> line.contains(mark)), "a line of metrics is printed");
        String line = output.stream()
                .filter(printed -> printed.contains(mark))
                .findFirst()
                .orElseThrow();
        return new Call(reply, MetricLines.read(line.substring(line.indexOf('{'))));
    }

    private void freeze(FunctionPool pool) throws Exception {
        frozen = true;
        signal(pool, "-STOP");
    }

    private static void signal(FunctionPool pool, String signal) throws Exception {
        String process = Long.toString(pool.processes().get(0));
        assertThat(new ProcessBuilder("kill", signal, process)
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    /** Takes as long as an answer of S3, counting only time in which the process runs. */
    private void travel() {
        try {
            for (long leftMs = S3_MS; leftMs > 0; leftMs -= frozen ? 0 : 1) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(Current current) throws IOException {
        assertThat(models.putIf(Current.KEY, current.toJson(), models.etag(Current.KEY)))
                .isTrue();
    }

    private FunctionPool start(int checkSeconds) throws IOException {
        Map<String, String> environment = Map.of(
                "NEXTCART_STORE",
                "s3://shop",
                "NEXTCART_EVENTS",
                stores.place().toString(),
                "NEXTCART_MODEL_CHECK_SECONDS",
                Integer.toString(checkSeconds),
                "NEXTCART_CATALOGUE_CHECK_SECONDS",
                Integer.toString(Math.min(20, checkSeconds)),
                "AWS_ENDPOINT_URL_S3",
                s3.url().toString(),
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "key",
                "AWS_SECRET_ACCESS_KEY",
                "secret");
        List<String> options = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        return FunctionPool.start(
                new FunctionSpec(
                        "recommend",
                        "io.nextcart.functions.recommend.RecommendFunction",
                        PACKAGES.recommend(),
                        options,
                        environment,
                        folder.resolve("function"),
                        1),
                output::add);
    }
}
