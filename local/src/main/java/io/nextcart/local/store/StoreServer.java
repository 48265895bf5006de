package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.http.CatalogueWire;
import io.nextcart.functions.store.http.EventWire;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.local.http.LoopbackServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.UUID;

/**
 * Lends the stores of this process to others on this machine, by the calls of {@link EventWire} and {@link CatalogueWire}. They
 * are under a path that is a secret, so that only those who know it read the events of shoppers.
 */
public final class StoreServer implements Closeable {
    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final EventStore store;
    private final CatalogueStore catalogue;
    private final String path = "/" + UUID.randomUUID();
    private final Map<String, Call> calls = Map.of(
            path + "/put", this::put,
            path + "/last", this::last,
            path + "/delete", this::delete,
            path + "/put-item", this::putItem,
            path + "/get-item", this::item,
            path + "/changed-items", this::changedItems);
    private final LoopbackServer server;

    private StoreServer(EventStore store, CatalogueStore catalogue) throws IOException {
        this.store = requireNonNull(store, "store is null");
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.server = LoopbackServer.start("stores", 0, MAX_BODY_BYTES, IDLE, this::answer);
    }

    /**
     * Starts to lend.
     *
     * @param store stays the caller's to close after this, like the catalogue
     */
    public static StoreServer start(EventStore store, CatalogueStore catalogue) throws IOException {
        return new StoreServer(store, catalogue);
    }

    /** Where the calls are, for an {@link io.nextcart.functions.store.http.HttpEventStore}. */
    public URI place() {
        return server.url().resolve(path);
    }

    @Override
    public void close() {
        server.close();
    }

    private interface Call {
        byte[] answer(Map<String, Object> fields) throws IOException;
    }

    private HttpAnswer answer(HttpRequest request) throws IOException {
        Call call = calls.get(request.path());
        byte[] body = request.body();
        if (call == null || body == null) {
            return HttpAnswer.problem(404, "Not Found", "no such call");
        }
        try {
            return HttpAnswer.json(200, call.answer(EventWire.object(body)));
        } catch (IOException | RuntimeException e) {
            byte[] error = EventWire.object(json -> json.writeStringField("error", String.valueOf(e.getMessage())));
            return HttpAnswer.json(e instanceof IOException ? 503 : 400, error);
        }
    }

    private byte[] put(Map<String, Object> fields) throws IOException {
        BitSet fresh = store.put(EventWire.events(fields));
        int[] positions = fresh.stream().toArray();
        return EventWire.object(json -> {
            json.writeFieldName("fresh");
            json.writeArray(positions, 0, positions.length);
        });
    }

    private byte[] last(Map<String, Object> fields) throws IOException {
        return EventWire.events(store.last(user(fields), fields.get("limit") instanceof Integer limit ? limit : 0));
    }

    private byte[] delete(Map<String, Object> fields) throws IOException {
        int deleted = store.delete(user(fields));
        return EventWire.object(json -> json.writeNumberField("deleted", deleted));
    }

    private byte[] putItem(Map<String, Object> fields) throws IOException {
        catalogue.put(CatalogueWire.item(fields));
        return EventWire.object(json -> {});
    }

    private byte[] item(Map<String, Object> fields) throws IOException {
        ItemId item = new ItemId(String.valueOf(fields.get("item_id")));
        return CatalogueWire.items(catalogue.get(item).stream().toList());
    }

    private byte[] changedItems(Map<String, Object> fields) throws IOException {
        long sinceMs = fields.get("since_ms") instanceof Number since ? since.longValue() : -1;
        return CatalogueWire.items(catalogue.changedSince(sinceMs));
    }

    private static UserId user(Map<String, Object> fields) {
        return new UserId(String.valueOf(fields.get("user_id")));
    }
}
