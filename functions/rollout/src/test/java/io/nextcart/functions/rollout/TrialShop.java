package io.nextcart.functions.rollout;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A store with champion {@code v1} and candidate {@code v2}, an archive, and a clock that tests move. */
final class TrialShop {
    static final long START_MS = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
    static final Assignment HALF = new Assignment("v2", 0.5);

    final ObjectStore store;
    private final Path folder;
    private long nowMs = START_MS;
    private int objects;

    TrialShop(ObjectStore store, Path folder) throws IOException {
        this.store = store;
        this.folder = folder;
        for (String version : List.of("v1", "v2", "v3")) {
            put("models/" + version + "/manifest.json", "{}");
        }
    }

    /** A service over the store as it is now. */
    RolloutService service(TrialSettings settings) {
        return new RolloutService(store, store, settings, clock());
    }

    /** A service that sees the store through another one. */
    RolloutService service(ObjectStore store, ObjectStore archive) {
        return new RolloutService(store, archive, TrialSettings.DEFAULT, clock());
    }

    Map<String, Object> ask(Map<String, Object> request) throws IOException {
        return ask(service(TrialSettings.DEFAULT), request);
    }

    /** Sends a request to a service in its wire format. */
    static Map<String, Object> ask(RolloutService service, Map<String, Object> request) throws IOException {
        RolloutRequest read = RolloutRequest.read(JSON.std.asBytes(request));
        return JSON.std.mapFrom(service.answer(read).toBytes());
    }

    Map<String, Object> start(double share) throws IOException {
        return ask(Map.of("action", "start", "version", "v2", "share", share));
    }

    Map<String, Object> compare() throws IOException {
        return ask(Map.of("action", "compare"));
    }

    Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(nowMs);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    void pass(Duration time) {
        nowMs += time.toMillis();
    }

    void serve(Current current) throws IOException {
        store.putIf(Current.KEY, current.toJson(), store.etag(Current.KEY));
    }

    Current current() throws IOException {
        return Current.read(store.get(Current.KEY).orElseThrow().bytes(), "current");
    }

    void put(String key, String text) throws IOException {
        Path file = folder.resolve("put");
        Files.writeString(file, text);
        store.upload(key, file);
    }

    /** Writes shoppers' events in the first hour; in each variant, the given share has an add-to-cart. */
    List<Event> visits(int shoppers, double championRate, double challengerRate) throws IOException {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < shoppers; i++) {
            String user = "u" + i;
            boolean challenger = HALF.of(user) == Variant.CHALLENGER;
            long atMs = START_MS + 1 + i % 3_600_000;
            events.add(event(user, EventType.VIEW, atMs, null));
            // Spread evenly, so that every sequence of shoppers has the rate.
            if (Math.floorMod(i * 7919, 1000) < 1000 * (challenger ? challengerRate : championRate)) {
                String id = id(user);
                events.add(event(user, EventType.VIEW, atMs + 1000, id));
                events.add(event(user, EventType.ADD_TO_CART, atMs + 2000, id));
            }
        }
        log("2026-03-01", events);
        return events;
    }

    /** A recommendation id as the assigned variant makes it. */
    static String id(String user) {
        Variant variant = HALF.of(user);
        return RecommendationId.next(variant, variant == Variant.CHALLENGER ? "v2" : "v1")
                .toString();
    }

    static Event event(String user, EventType type, long atMs, @Nullable String recommendationId) {
        return new Event(null, new UserId(user), type, new ItemId("i"), atMs, null, null, recommendationId);
    }

    void log(String day, List<Event> events) throws IOException {
        Path file = folder.resolve("log");
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (Event event : events) {
                writer.write(event);
            }
        }
        store.upload("events/dt=" + day + "/" + objects++ + ".ndjson.gz", file);
    }

    void delete(String user, long atMs) throws IOException {
        tombstones("{\"user_id\":\"" + user + "\",\"forgotten_at\":" + atMs + "}");
    }

    void tombstones(String... lines) throws IOException {
        Path file = folder.resolve("tombstones");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        store.upload("tombstones/dt=2026-03-01/" + objects++ + ".ndjson.gz", file);
    }
}
