package io.nextcart.functions.recommend;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Measure;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.api.ProxyCall.Reply;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The tiny shop behind the real handler: shopper {@code u} viewed a and e, shopper {@code buyer} bought b. */
final class ServedShop implements AutoCloseable {
    static final long NOW_MS = 1_442_545_187_000L;
    static final String VERSION = "20150918T025947Z-1f0c8a2b";
    /** A field, since a collected logger would forget that tests silenced it. */
    private static final Logger LOGGER = Logger.getLogger("io.nextcart.functions.recommend");

    final MemoryEventStore store = new MemoryEventStore();
    final MemoryCatalogueStore catalogue = new MemoryCatalogueStore();
    final MemoryRuleStore rules = new MemoryRuleStore();
    final RecommendHandler handler;
    /** The metrics emitted with answers, by name. */
    final List<String> measures = new CopyOnWriteArrayList<>();

    private final Map<String, Double> lastMeasured = new ConcurrentHashMap<>();

    private final RecommendService service;
    /** The clock stands still until a test moves it. */
    private final AtomicLong nowMs = new AtomicLong(NOW_MS);

    ServedShop(Path folder, boolean published) throws IOException {
        this(folder, published, RecommendService.WAIT_BUDGET);
    }

    ServedShop(Path folder, boolean published, Duration waitBudget) throws IOException {
        this(folder, published, waitBudget, RecommendService.Shares.NONE);
    }

    ServedShop(Path folder, boolean published, Duration waitBudget, RecommendService.Shares shares) throws IOException {
        LOGGER.setLevel(Level.OFF);
        FolderObjectStore objects = new FolderObjectStore(folder.resolve("objects"));
        if (published) {
            TinyBundle.publish(objects, VERSION, folder.resolve("work"), NOW_MS - 90_500);
        }
        Clock clock = new MovedClock(nowMs);
        ServedModels models = new ServedModels(new BundleLoader(objects, folder.resolve("cache")), clock);
        service = new RecommendService(
                models,
                store,
                new CatalogueOverlay(catalogue, rules, clock, CatalogueOverlay.INTERVAL),
                clock,
                waitBudget,
                RecommendService.ANY_AGE,
                shares);
        handler = new RecommendHandler(
                service,
                (id, route, status, nanos, emitted) -> emitted.forEach(this::measured),
                Cors.NONE,
                ApiKeys.NONE);
        store.put(List.of(
                event("u", EventType.VIEW, "a", 1),
                event("u", EventType.VIEW, "e", 2),
                event("buyer", EventType.TRANSACTION, "b", 1),
                event("stranger", EventType.VIEW, "gone", 1)));
    }

    private void measured(Measure measure) {
        Measure.OfList list = measure.list();
        String name = measure.metric().wireName() + " " + list.placement() + " " + list.variant();
        measures.add((name + (list.exploration() ? " exploration" : "")).stripTrailing());
        lastMeasured.put(measure.metric().wireName(), measure.value());
    }

    /** The last value emitted under this name. */
    double measured(String name) {
        return lastMeasured.get(name);
    }

    static Event event(String user, EventType type, String item, long minutes) {
        return Event.of(new UserId(user), type, new ItemId(item), NOW_MS - 600_000 + 60_000 * minutes);
    }

    /** Advances the clock. */
    void pass(Duration time) {
        nowMs.addAndGet(time.toMillis());
    }

    /** Changes an item in the catalogue. */
    void say(String item, @Nullable Boolean available, @Nullable String category) throws IOException {
        catalogue.put(new CatalogueItem(new ItemId(item), available, category, null, null, null, nowMs.get()));
    }

    Reply call(String line) {
        return ProxyCall.of(line).to(handler);
    }

    Reply call(String line, String body) {
        return ProxyCall.of(line).body(body).to(handler);
    }

    Reply post(String body) {
        return call("POST /v1/recommendations", body);
    }

    @Override
    public void close() {
        service.close();
        LOGGER.setLevel(null);
    }
}
