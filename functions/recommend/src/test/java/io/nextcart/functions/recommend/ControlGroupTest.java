package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets popular items, and what holds for the control group all the same. */
final class ControlGroupTest {
    private static final double SHARE = 0.2;

    @TempDir
    Path folder;

    private final List<Measure> measures = new CopyOnWriteArrayList<>();
    private final MemoryEventStore events = new MemoryEventStore();
    private ServedModels models;
    private RecommendHandler handler;

    @BeforeEach
    void serve() throws IOException {
        FolderObjectStore objects = new FolderObjectStore(folder.resolve("objects"));
        TinyBundle.put(objects, "v1", folder.resolve("work"));
        TinyBundle.put(objects, "v2", folder.resolve("work"));
        objects.putIf(Current.KEY, new Current("v1", "v2", 0.5, null, 1).toJson(), objects.etag(Current.KEY));
        Clock clock = Clock.systemUTC();
        models = new ServedModels(
                new BundleLoader(objects, folder.resolve("cache")),
                clock,
                ServedModels.CHECK_INTERVAL,
                ServedModels.FIRST_WAIT);
        RecommendService service = new RecommendService(
                models,
                events,
                new CatalogueOverlay(
                        new MemoryCatalogueStore(), new MemoryRuleStore(), clock, CatalogueOverlay.INTERVAL),
                clock,
                RecommendService.WAIT_BUDGET,
                RecommendService.ANY_AGE,
                new RecommendService.Shares(SHARE, 0));
        handler = new RecommendHandler(
                service, (id, route, status, nanos, emitted) -> measures.addAll(emitted), Cors.NONE, ApiKeys.NONE);
    }

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void theControlGroupIsShownWhatIsPopularAndNobodyElseIs() throws IOException {
        List<Object> popular = ids(ProxyCall.of("GET /v1/popular").to(handler).json());
        int inControl = 0;
        for (int i = 0; i < 200; i++) {
            String user = "u" + i;
            events.put(List.of(event(user, EventType.VIEW, "k")));
            Map<String, Object> answer = answer("GET /v1/recommendations/" + user);
            if (Assignment.control(SHARE).holds(user)) {
                inControl++;
                assertThat(answer).containsEntry("variant", "control").containsEntry("fallback_level", "popular");
                assertThat(answer.get("recommendation_id")).asString().startsWith("p.v1.");
                assertThat(ids(answer)).isEqualTo(popular);
            } else {
                assertThat(answer.get("variant"))
                        .as("the others are in the trial")
                        .isIn("champion", "challenger");
                assertThat(answer).containsEntry("fallback_level", "personal");
            }
        }
        assertThat(inControl).isBetween(25, 55);
    }

    @Test
    void whatAShopperBoughtIsLeftOutOfTheControlGroupsListToo() throws IOException {
        String user = inControl();
        String first =
                String.valueOf(ids(answer("GET /v1/recommendations/" + user)).get(0));
        events.put(List.of(event(user, EventType.TRANSACTION, first)));

        assertThat(ids(answer("GET /v1/recommendations/" + user))).contains(first);
        assertThat(ids(answer("GET /v1/recommendations/" + user + "?exclude_purchased=true")))
                .isNotEmpty()
                .doesNotContain(first);
    }

    @Test
    void aSessionWithItsShopperIsAnsweredByTheGroupAndOneWithoutIsNot() {
        String body = "{\"session\":[{\"item_id\":\"a\"}]";
        assertThat(post(body + ",\"user_id\":\"" + inControl() + "\"}")).containsEntry("variant", "control");
        assertThat(post(body + "}")).containsEntry("variant", "champion").containsEntry("fallback_level", "session");
    }

    @Test
    void aListForTheControlGroupIsNoFallback() {
        measures.clear();
        answer("GET /v1/recommendations/" + inControl());

        assertThat(measures.stream().map(measure -> measure.metric().wireName()))
                .contains("items")
                .noneMatch(name -> name.startsWith("level_"));
    }

    private static String inControl() {
        return IntStream.range(0, 100)
                .mapToObj(i -> "c" + i)
                .filter(Assignment.control(SHARE)::holds)
                .findFirst()
                .orElseThrow();
    }

    private Map<String, Object> answer(String call) {
        return ProxyCall.of(call).to(handler).json();
    }

    private Map<String, Object> post(String body) {
        return ProxyCall.of("POST /v1/recommendations").body(body).to(handler).json();
    }

    private static List<Object> ids(Map<String, Object> answer) {
        List<Object> ids = new ArrayList<>();
        for (Object item : (List<?>) answer.get("items")) {
            ids.add(((Map<?, ?>) item).get("item_id"));
        }
        return ids;
    }

    private static Event event(String user, EventType type, String item) {
        long nowMs = Clock.systemUTC().millis() - 1000;
        return new Event(null, new UserId(user), type, new ItemId(item), nowMs, null, null, null);
    }
}
