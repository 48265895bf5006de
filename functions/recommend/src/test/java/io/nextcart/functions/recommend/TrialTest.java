package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Await;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.Metric;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two models, and which shopper gets which. */
final class TrialTest {
    private static final Logger LOGGER = Logger.getLogger(ServedModels.class.getName());
    private static final Assignment HALF = new Assignment("v2", 0.5);

    @TempDir
    Path folder;

    private final List<Measure> measures = new CopyOnWriteArrayList<>();
    private FolderObjectStore objects;

    @BeforeEach
    void publish() throws IOException {
        LOGGER.setLevel(Level.OFF);
        objects = new FolderObjectStore(folder.resolve("objects"));
        TinyBundle.put(objects, "v1", folder.resolve("work"));
        TinyBundle.put(objects, "v2", folder.resolve("work"));
        serve(new Current("v1", "v2", 0.5, null, 1));
    }

    @AfterEach
    void talkAgain() {
        LOGGER.setLevel(null);
    }

    @Test
    void everyShopperIsAnsweredByTheVariantOfTheAssignment() throws Exception {
        try (ServedModels models = models(objects)) {
            assertThat(models.trial().challenger()).as("loaded at the start").isNotNull();
            RecommendHandler handler = handler(models);
            for (int i = 0; i < 40; i++) {
                Variant expected = HALF.of("u" + i);
                Map<String, Object> answer = answer(handler, "u" + i);
                RecommendationId id = RecommendationId.parse((String) answer.get("recommendation_id"))
                        .orElseThrow();
                assertThat(answer).containsEntry("variant", expected.wireName());
                assertThat(answer).containsEntry("model", expected == Variant.CHALLENGER ? "v2" : "v1");
                assertThat(id.variant()).isEqualTo(expected);
                assertThat(id.model()).isEqualTo(answer.get("model"));
            }
            assertThat(emitted()).contains("latency_champion", "latency_challenger", "fallback_challenger");
            assertThat(emitted()).doesNotContain("challenger_missing", "challenger_failed");
        }
    }

    @Test
    void aPreviewHasTheListOfTheOtherModelBesideIt() throws Exception {
        try (ServedModels models = models(objects)) {
            Await.until(() -> models.trial().challenger() != null, "the challenger is loaded");
            RecommendHandler handler = handler(models);
            for (String user : List.of(shopper(Variant.CHALLENGER), shopper(Variant.CHAMPION), "")) {
                Map<String, Object> answer = ProxyCall.of("POST /v1/preview")
                        .body("{\"session\":[{\"item_id\":\"a\"}]"
                                + (user.isEmpty() ? "}" : ",\"user_id\":\"" + user + "\"}"))
                        .to(handler)
                        .json();
                Map<?, ?> other = (Map<?, ?>) answer.get("other");
                boolean challenged = answer.get("variant").equals("challenger");
                assertThat(other.get("variant")).isEqualTo(challenged ? "champion" : "challenger");
                assertThat(other.get("model")).isEqualTo(challenged ? "v1" : "v2");
                assertThat(other.get("items")).as("the models are the same").isEqualTo(answer.get("items"));
                assertThat(other.get("fallback_level")).isEqualTo("session");
                assertThat(other.containsKey("recommendation_id")).isFalse();
            }
        }
    }

    @Test
    void aRequestWithoutAnIdIsAnsweredByTheChampion() throws Exception {
        serve(new Current("v1", "v2", 1, null, 1));
        try (ServedModels models = models(objects)) {
            Await.until(() -> models.trial().challenger() != null, "the challenger is loaded");
            RecommendHandler handler = handler(models);
            assertThat(answer(handler, "anybody")).containsEntry("variant", "challenger");
            assertThat(ProxyCall.of("POST /v1/recommendations")
                            .body("{\"session\":[{\"item_id\":\"a\"}]}")
                            .to(handler)
                            .json())
                    .containsEntry("variant", "champion");
            assertThat(ProxyCall.of("GET /v1/popular").to(handler).json()).containsEntry("variant", "champion");
        }
    }

    @Test
    void aDamagedChallengerLeavesItsShoppersToTheChampionUntilItIsMended() throws Exception {
        Path table = folder.resolve("objects/models/v2/items.tbl");
        byte[] good = Files.readAllBytes(table);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(table, bad);
        try (ServedModels models = models(objects)) {
            String challenged = shopper(Variant.CHALLENGER);
            assertThat(answer(handler(models), challenged))
                    .containsEntry("variant", "champion")
                    .containsEntry("model", "v1");
            assertThat(emitted()).contains("challenger_missing").doesNotContain("model_refused", "latency_challenger");
            Files.write(table, good);
            models.refresh();
            Await.until(() -> models.trial().challenger() != null, "the challenger is loaded");
            assertThat(answer(handler(models), challenged)).containsEntry("variant", "challenger");
        }
    }

    @Test
    void aChallengerThatFailsCostsItsShoppersNothing() throws Exception {
        Logger logger = Logger.getLogger(RecommendService.class.getName());
        logger.setLevel(Level.OFF);
        try (ServedModels models = models(objects)) {
            Await.until(() -> models.trial().challenger() != null, "the challenger is loaded");
            Recommender broken = models.trial().challenger().recommender();
            RecommendService service = service(models);
            Answer answer = service.byVariant(
                    shopper(Variant.CHALLENGER),
                    models.current().orElseThrow(),
                    (recommender, overlay) -> {
                        if (recommender == broken) {
                            throw new IllegalStateException("broken");
                        }
                        return Ranking.EMPTY;
                    },
                    List.of(),
                    null,
                    Deadline.after(Duration.ofSeconds(1)));
            assertThat(answer.id().variant()).isEqualTo(Variant.CHAMPION);
            assertThat(answer.notes()).contains(new Measure(Metric.CHALLENGER_FAILED, 1));
            assertThat(answer.measures())
                    .extracting(Measure::metric)
                    .contains(Metric.LATENCY_CHAMPION)
                    .doesNotContain(Metric.LATENCY_CHALLENGER);
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void theChampionServesWhileTheChallengerLoads() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        try (ServedModels models = models(holding("models/v2/", gate), Duration.ofMillis(200))) {
            Await.until(() -> models.current().isPresent(), "the champion is loaded");
            assertThat(models.current().orElseThrow().version()).isEqualTo("v1");
            assertThat(models.isUnreachable()).isFalse();
            RecommendHandler handler = handler(models);
            assertThat(answer(handler, shopper(Variant.CHALLENGER))).containsEntry("variant", "champion");
            assertThat(challengerOf(handler)).isEqualTo(Map.of("model", "v2", "share", 0.5, "loaded", false));
            gate.countDown();
            Await.until(() -> models.trial().challenger() != null, "the challenger is loaded");
            Map<String, Object> metrics = Map.of("model", Map.of("mrr@20", 0.34));
            assertThat(challengerOf(handler))
                    .isEqualTo(Map.of(
                            "model", "v2", "share", 0.5, "loaded", true, "objective", "cart", "metrics", metrics));
        }
    }

    @Test
    void aPromotedChallengerIsNotLoadedAgainAndAnEndedTrialLeavesNothing() throws Exception {
        try (ServedModels models = models(objects)) {
            Await.until(() -> models.trial().challenger() != null, "the challenger is loaded");
            ServedModel challenger = models.trial().challenger();
            serve(new Current("v2", null, 0, "v1", 2));
            models.refresh();
            ServedModel champion = models.current().orElseThrow();
            assertThat(champion.recommender()).isSameAs(challenger.recommender());
            assertThat(champion.previous()).isEqualTo("v1");
            assertThat(models.trial()).isEqualTo(Serving.Trial.NONE);
            RecommendHandler handler = handler(models);
            assertThat(answer(handler, shopper(Variant.CHAMPION))).containsEntry("variant", "champion");
            assertThat(emitted()).noneMatch(name -> name.endsWith("_champion"));
            assertThat(ProxyCall.of("GET /v1/model").to(handler).json()).doesNotContainKey("challenger");
        }
    }

    private static Object challengerOf(RecommendHandler handler) {
        return ProxyCall.of("GET /v1/model").to(handler).json().get("challenger");
    }

    private static Map<String, Object> answer(RecommendHandler handler, String user) {
        return ProxyCall.of("GET /v1/recommendations/" + user).to(handler).json();
    }

    private static String shopper(Variant variant) {
        return IntStream.range(0, 100)
                .mapToObj(i -> "u" + i)
                .filter(user -> HALF.of(user) == variant)
                .findFirst()
                .orElseThrow();
    }

    private List<String> emitted() {
        return measures.stream().map(measure -> measure.metric().wireName()).toList();
    }

    private static RecommendService service(ServedModels models) {
        Clock clock = Clock.systemUTC();
        CatalogueOverlay catalogue = new CatalogueOverlay(
                new MemoryCatalogueStore(), new MemoryRuleStore(), clock, CatalogueOverlay.INTERVAL);
        return new RecommendService(models, new MemoryEventStore(), catalogue, clock, RecommendService.WAIT_BUDGET);
    }

    private RecommendHandler handler(ServedModels models) {
        RecommendService service = service(models);
        return new RecommendHandler(
                service, (id, route, status, nanos, emitted) -> measures.addAll(emitted), Cors.NONE, ApiKeys.NONE);
    }

    private ServedModels models(ObjectSource source) {
        return models(source, ServedModels.FIRST_WAIT);
    }

    private ServedModels models(ObjectSource source, Duration firstWait) {
        BundleLoader loader = new BundleLoader(source, folder.resolve("cache"));
        return new ServedModels(loader, Clock.systemUTC(), ServedModels.CHECK_INTERVAL, firstWait);
    }

    private void serve(Current current) throws IOException {
        assertThat(objects.putIf(Current.KEY, current.toJson(), objects.etag(Current.KEY)))
                .isTrue();
    }

    /** The store, in which reads below a prefix hang until the gate is open. */
    private ObjectSource holding(String prefix, CountDownLatch gate) {
        return new ObjectSource() {
            @Override
            public Optional<Tagged> get(String key) throws IOException {
                try {
                    if (key.startsWith(prefix)) {
                        gate.await();
                    }
                } catch (InterruptedException e) {
                    throw new InterruptedIOException(key);
                }
                return objects.get(key);
            }

            @Override
            public Optional<String> etag(String key) throws IOException {
                return objects.etag(key);
            }

            @Override
            public void download(String key, Path target) throws IOException {
                objects.download(key, target);
            }

            @Override
            public String location() {
                return objects.location();
            }
        };
    }
}
