package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.engine.TinyBundle;
import io.nextcart.functions.api.FaultyServer;
import io.nextcart.functions.api.FaultyServer.Fault;
import io.nextcart.functions.api.MetricLines;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.api.WithinASecond;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The guarantee for faults: an answer of status 200 within a second, of the best possible level, and metrics that name
 * the fault. On Lambda's entry point.
 */
class FaultsIT {
    /** Lambda's limit for a start. */
    private static final int LONGEST_START_SECONDS = 10;

    private static final Logger LOGGER = Logger.getLogger("io.nextcart.functions.recommend");
    private static final String PERSONAL = "GET /v1/recommendations/u?k=3";

    @TempDir
    private Path folder;

    private final MetricLines metrics = new MetricLines();
    private final Map<String, String> environment = new HashMap<>();
    /** Versions have new names in every test, since fetched models stay on the machine. */
    private final String first = "v1-" + UUID.randomUUID();

    private final String second = "v2-" + UUID.randomUUID();
    private FolderObjectStore models;

    @BeforeEach
    void open() throws IOException {
        LOGGER.setLevel(Level.OFF);
        models = new FolderObjectStore(folder.resolve("store"));
        environment.put("NEXTCART_STORE", folder.resolve("store").toString());
        environment.put("NEXTCART_MODEL_CHECK_SECONDS", "1");
        eventsAt(FaultyServer.with(Fault.REFUSES));
    }

    @AfterEach
    void talkAgain() {
        LOGGER.setLevel(null);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void withoutTheEventStoreTheSessionOrWhatIsPopularAnswers(Fault fault) throws Exception {
        TinyBundle.publish(models, first, folder.resolve("work"), 1);
        try (FaultyServer events = FaultyServer.with(fault)) {
            eventsAt(events);
            RecommendFunction function = start();
            Reply reply = ask(function, ProxyCall.of(PERSONAL));
            assertThat(reply.json()).containsEntry("model", first).containsEntry("fallback_level", "popular");
            assertThat(reply.list("items")).hasSize(3);
            assertThat(metrics.last())
                    .containsEntry("level_popular", 1.0)
                    .containsEntry("history_missing", 1.0)
                    .containsEntry("catalogue_stale", 1.0)
                    .containsEntry("errors", 0.0)
                    .doesNotContainKeys("model_missing", "model_refused", "models_unreachable");

            Reply withSession = ask(
                    function,
                    ProxyCall.of("POST /v1/recommendations")
                            .body("{\"user_id\":\"u\",\"k\":3,\"session\":[{\"item_id\":\"a\"}]}"));
            assertThat(withSession.json()).containsEntry("fallback_level", "session");
            assertThat(metrics.last()).containsEntry("level_session", 1.0).containsEntry("history_missing", 1.0);
        }
    }

    @Test
    void withoutAModelTheAnswerIsEmpty() throws Exception {
        Reply reply = ask(start(), ProxyCall.of(PERSONAL));
        assertThat(reply.json()).containsEntry("model", null).containsEntry("fallback_level", "empty");
        assertThat(metrics.last())
                .containsEntry("level_empty", 1.0)
                .containsEntry("model_missing", 1.0)
                .containsEntry("errors", 0.0)
                .doesNotContainKeys("model_refused", "models_unreachable");
    }

    /** Kinds of damage to a bundle. */
    enum Damage {
        FLIPPED_BYTE_IN_A_TABLE {
            @Override
            void to(Path bundle) throws IOException {
                byte[] bytes = Files.readAllBytes(bundle.resolve("items.tbl"));
                bytes[bytes.length / 2] ^= 1;
                Files.write(bundle.resolve("items.tbl"), bytes);
            }
        },
        TRUNCATED_RANKER {
            @Override
            void to(Path bundle) throws IOException {
                byte[] bytes = Files.readAllBytes(bundle.resolve("ranker.cbm"));
                Files.write(bundle.resolve("ranker.cbm"), Arrays.copyOf(bytes, bytes.length / 2));
            }
        },
        TRUNCATED_MANIFEST {
            @Override
            void to(Path bundle) throws IOException {
                String json = Files.readString(bundle.resolve("manifest.json"));
                Files.writeString(bundle.resolve("manifest.json"), json.substring(0, json.length() / 2));
            }
        },
        OTHER_SCHEMA {
            @Override
            void to(Path bundle) throws IOException {
                String json = Files.readString(bundle.resolve("manifest.json"));
                String other = json.replaceAll("(\"schema_hash\" *: *\")[^\"]*", "$1feedfacefeedface");
                assertThat(other).isNotEqualTo(json);
                Files.writeString(bundle.resolve("manifest.json"), other);
            }
        },
        MISSING_FILE {
            @Override
            void to(Path bundle) throws IOException {
                Files.delete(bundle.resolve("covisit.tbl"));
            }
        };

        abstract void to(Path bundle) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(names = {"TRUNCATED_RANKER", "OTHER_SCHEMA"})
    void tablesAnswerWithoutTheRankerThatIsRefusedUntilAWholeModelIsThere(Damage damage) throws Exception {
        publishDamaged(damage, null);
        RecommendFunction function = start();
        ProxyCall session =
                ProxyCall.of("POST /v1/recommendations").body("{\"session\":[{\"item_id\":\"c\"}],\"k\":3}");
        Reply reply = ask(function, session);
        assertThat(reply.json()).containsEntry("model", second).containsEntry("fallback_level", "session");
        assertThat(reply.list("items")).first().hasFieldOrPropertyWithValue("item_id", "c");
        assertThat(metrics.last()).containsEntry("model_refused", 1.0).doesNotContainKey("model_missing");
        Reply popular = ask(function, ProxyCall.of(PERSONAL));
        assertThat(popular.json()).containsEntry("fallback_level", "popular");
        assertThat(popular.list("items")).hasSize(3);

        TinyBundle.put(models, first, folder.resolve("work"));
        serve(new Current(second, first, 0.5, null, 3));
        function.afterRestore(null);
        assertThat(ask(function, session).json()).as("the challenger").containsEntry("model", first);
        assertThat(metrics.last()).containsEntry("model_refused", 1.0);

        serve(new Current(first, null, 0, second, 4));
        function.afterRestore(null);
        assertThat(ask(function, session).json()).containsEntry("model", first);
        assertThat(metrics.last()).doesNotContainKey("model_refused");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLIPPED_BYTE_IN_A_TABLE", "TRUNCATED_MANIFEST", "MISSING_FILE"})
    void aDamagedModelIsRefusedAndNothingServesWhereThereIsNoOther(Damage damage) throws Exception {
        publishDamaged(damage, null);
        Reply reply = ask(start(), ProxyCall.of(PERSONAL));
        assertThat(reply.json()).containsEntry("model", null).containsEntry("fallback_level", "empty");
        assertThat(metrics.last()).containsEntry("model_refused", 1.0).containsEntry("model_missing", 1.0);
    }

    @ParameterizedTest
    @EnumSource
    void theModelBeforeADamagedOneServes(Damage damage) throws Exception {
        TinyBundle.publish(models, first, folder.resolve("work"), 1);
        RecommendFunction running = start();
        publishDamaged(damage, first);
        running.afterRestore(null);
        for (RecommendFunction function : new RecommendFunction[] {running, start()}) {
            Reply reply = ask(function, ProxyCall.of(PERSONAL));
            assertThat(reply.json()).containsEntry("model", first).containsEntry("fallback_level", "popular");
            assertThat(metrics.last())
                    .containsEntry("model_refused", 1.0)
                    .containsEntry("level_popular", 1.0)
                    .doesNotContainKeys("model_missing", "models_unreachable");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS", "TRICKLES", "FAILS"})
    void aStartDoesNotWaitForS3AndTheModelServesOnceItIsBack(Fault fault) throws Exception {
        TinyBundle.publish(models, first, folder.resolve("work"), 1);
        environment.put("NEXTCART_MODEL_WAIT_SECONDS", "1");
        try (FaultyServer s3 = s3()) {
            s3.fault(fault);
            RecommendFunction function = start();
            Reply reply = ask(function, ProxyCall.of(PERSONAL));
            assertThat(reply.json()).containsEntry("model", null).containsEntry("fallback_level", "empty");
            assertThat(metrics.last())
                    .containsEntry("model_missing", 1.0)
                    .containsEntry("models_unreachable", 1.0)
                    .doesNotContainKey("model_refused");
            s3.fault(Fault.NONE);
            awaitModel(function, first);
            assertThat(metrics.last()).doesNotContainKeys("model_missing", "models_unreachable");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HANGS", "TRICKLES", "FAILS"})
    void noAnswerWaitsForS3WhileAModelServes(Fault fault) throws Exception {
        TinyBundle.publish(models, first, folder.resolve("work"), 1);
        try (FaultyServer s3 = s3()) {
            RecommendFunction function = start();
            s3.fault(fault);
            Await.until(
                    () -> {
                        assertThat(ask(function, ProxyCall.of(PERSONAL)).json())
                                .containsEntry("model", first)
                                .containsEntry("fallback_level", "popular");
                        return metrics.last().containsKey("models_unreachable");
                    },
                    "metrics report it");
            assertThat(metrics.last()).doesNotContainKeys("model_missing", "model_refused");

            TinyBundle.put(models, second, folder.resolve("work"));
            TinyBundle.serve(models, second, first, 2);
            s3.fault(Fault.NONE);
            awaitModel(function, second);
        }
    }

    private void serve(Current current) throws IOException {
        assertThat(models.putIf(Current.KEY, current.toJson(), models.etag(Current.KEY)))
                .isTrue();
    }

    private void publishDamaged(Damage damage, String previous) throws IOException {
        TinyBundle.put(models, second, folder.resolve("work"));
        damage.to(folder.resolve("store/models").resolve(second));
        TinyBundle.serve(models, second, previous, 2);
    }

    private void eventsAt(FaultyServer server) {
        environment.put("NEXTCART_EVENTS", server.url() + "/events");
    }

    /** Serves the models of this test from S3 from now on; the keys are those of the build's environment. */
    private FaultyServer s3() throws IOException {
        FaultyServer server = FaultyServer.s3(folder.resolve("store"));
        environment.put("NEXTCART_STORE", "s3://shop");
        environment.put("AWS_ENDPOINT_URL_S3", server.url().toString());
        environment.put("AWS_REGION", "us-east-1");
        environment.put("AWS_ACCESS_KEY_ID", System.getenv("AWS_ACCESS_KEY_ID"));
        environment.put("AWS_SECRET_ACCESS_KEY", System.getenv("AWS_SECRET_ACCESS_KEY"));
        return server;
    }

    private RecommendFunction start() throws Exception {
        ExecutorService starter = Executors.newSingleThreadExecutor();
        try {
            return starter.submit(() -> new RecommendFunction(environment, metrics.of("recommend")))
                    .get(LONGEST_START_SECONDS, TimeUnit.SECONDS);
        } finally {
            starter.shutdown();
        }
    }

    private static Reply ask(RecommendFunction function, ProxyCall call) throws Exception {
        Reply reply = WithinASecond.answered(() -> call.to(function));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    private static void awaitModel(RecommendFunction function, String version) throws Exception {
        Await.until(
                () -> version.equals(
                        ask(function, ProxyCall.of(PERSONAL)).json().get("model")),
                version + " serves");
    }
}
