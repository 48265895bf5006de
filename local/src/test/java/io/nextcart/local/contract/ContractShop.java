package io.nextcart.local.contract;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.UserId;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.ApiKeys;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.Prices;
import io.nextcart.functions.api.RequestLog;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.functions.events.EventsService;
import io.nextcart.functions.recommend.CatalogueOverlay;
import io.nextcart.functions.recommend.RecommendHandler;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.recommend.ServedModels;
import io.nextcart.functions.rollout.ModelsHandler;
import io.nextcart.functions.rollout.today.Figure;
import io.nextcart.functions.rollout.today.Traffic;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.registry.Registry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real handlers with a real bundle behind the real gateway, which needs the key {@value #KEY}. */
final class ContractShop implements AutoCloseable {
    static final String KEY = "secret";
    private static final long NOW_MS = 1_442_545_187_000L;
    private static final JsonMapper JSON = new JsonMapper();
    /** A field, since a collected logger would forget that tests silenced it. */
    private static final Logger LOGGER = Logger.getLogger("io.nextcart.functions");

    private static final Traffic NOT_COUNTED = first -> Traffic.Seen.nothing("nobody counts");
    /** One day, an alarm that rings, and prices. */
    private static final Traffic COUNTED = first -> new Traffic.Seen(
            List.of(new Traffic.Day(
                    LocalDate.ofInstant(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC),
                    NOW_MS - 3_600_000,
                    Map.of(Figure.REQUESTS, 1000.0, Figure.P99_MS, 4.5, Figure.LEVEL_PERSONAL, 900.0))),
            List.of(new Traffic.Alarm("Troubled", "See the log.", true, NOW_MS)),
            new Prices(2e-6, 2e-6, 1e-6, "2026-11-25"),
            Map.of("yesterday", "the server started today"));

    final MemoryEventStore store = new MemoryEventStore();
    final MemoryCatalogueStore catalogue = new MemoryCatalogueStore();
    final MemoryRuleStore rules = new MemoryRuleStore();
    final EventsHandler events;
    final RecommendHandler recommend;
    final ModelsHandler models;
    /** Whether the store of models fails when models are listed or changed. */
    volatile boolean modelsAreDown;

    private final RecommendService service;
    private final Gateway gateway;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ContractShop(Path folder, boolean published) throws IOException {
        this(folder, published, Pseudonyms.NONE);
    }

    ContractShop(Path folder, boolean published, Pseudonyms pseudonyms) throws IOException {
        LOGGER.setLevel(Level.OFF);
        FolderObjectStore objects = new FolderObjectStore(folder.resolve("objects"));
        if (published) {
            String version = "20150918T025947Z-1f0c8a2b";
            TinyBundle.publish(objects, version, folder.resolve("work"), NOW_MS - 90_500);
            objects.put(
                    "models/" + version + "/" + Registry.REPORT, "<!doctype html>".getBytes(StandardCharsets.UTF_8));
        }
        Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC);
        service = new RecommendService(
                new ServedModels(new BundleLoader(objects, folder.resolve("cache")), clock),
                store,
                new CatalogueOverlay(
                        new MemoryCatalogueStore(), new MemoryRuleStore(), clock, CatalogueOverlay.INTERVAL),
                clock,
                RecommendService.WAIT_BUDGET);
        events = new EventsHandler(
                new EventsService(store, catalogue, rules, clock),
                RequestLog.NONE,
                Cors.NONE,
                ApiKeys.NONE,
                pseudonyms);
        recommend = new RecommendHandler(service, RequestLog.NONE, Cors.NONE, ApiKeys.NONE, pseudonyms);
        ObjectStore hooked = HookedStore.before(objects, call -> {
            if (modelsAreDown) {
                throw new IOException("down");
            }
        });
        models = new ModelsHandler(hooked, published ? COUNTED : NOT_COUNTED, clock);
        for (String user : List.of("1", "u1")) {
            store.put(List.of(event(user, EventType.VIEW, "a", 1), event(user, EventType.ADD_TO_CART, "e", 2)));
        }
        gateway = Gateway.start(0, Routes.ofShop(events, recommend, models), ApiKey.of(KEY), Cors.NONE);
    }

    /** An answer. */
    record Reply(int status, String contentType, String body) {
        JsonNode json() {
            return contentType.endsWith("json") ? JSON.readTree(body) : JSON.valueToTree(body);
        }
    }

    private static Event event(String user, EventType type, String item, long minutes) {
        return Event.of(new UserId(user), type, new ItemId(item), NOW_MS - 600_000 + 60_000 * minutes);
    }

    /** Sends a request with the right key. */
    Reply send(String method, String target, @Nullable String body) {
        return send(method, target, body, KEY);
    }

    /** Sends a body with an encoding that nobody reads. */
    Reply sendEncoded(String method, String target, String encoding) {
        return send(method, target, "{}", KEY, encoding);
    }

    /**
     * @param target path and query as they are encoded
     * @param key null for none
     */
    Reply send(String method, String target, @Nullable String body, @Nullable String key) {
        return send(method, target, body, key, null);
    }

    /**
     * @param encoding null for none
     */
    Reply send(String method, String target, @Nullable String body, @Nullable String key, @Nullable String encoding) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + target))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (key != null) {
            request.header(ApiKey.HEADER, key);
        }
        if (encoding != null) {
            request.header("Content-Encoding", encoding);
        }
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    response.body());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + target + " was not answered", e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        service.close();
        LOGGER.setLevel(null);
    }
}
