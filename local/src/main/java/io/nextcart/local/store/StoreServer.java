package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.nextcart.data.Event;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.http.CatalogueWire;
import io.nextcart.functions.store.http.EventWire;
import io.nextcart.local.gateway.ServerSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Lends the stores of this process to others on this machine, by the calls of {@link EventWire} and {@link CatalogueWire}. They are under a path that is a
 * secret, so that only those who were told it read the events of shoppers.
 */
public final class StoreServer implements Closeable {
    private static final int BACKLOG = 256;

    private final EventStore store;
    private final CatalogueStore catalogue;
    private final HttpServer server;
    private final ExecutorService threads;
    private final String path = "/" + UUID.randomUUID();

    private StoreServer(EventStore store, CatalogueStore catalogue, HttpServer server) {
        this.store = requireNonNull(store, "store is null");
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.server = server;
        this.threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "stores");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to lend.
     *
     * @param store stays the caller's to close after this, like the catalogue
     */
    public static StoreServer start(EventStore store, CatalogueStore catalogue) throws IOException {
        ServerSettings.apply();
        InetAddress loopback = InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        StoreServer lender =
                new StoreServer(store, catalogue, HttpServer.create(new InetSocketAddress(loopback, 0), BACKLOG));
        lender.server.setExecutor(lender.threads);
        lender.on("put", lender::put);
        lender.on("last", lender::last);
        lender.on("delete", lender::delete);
        lender.on("put-item", lender::putItem);
        lender.on("get-item", lender::item);
        lender.on("changed-items", lender::changedItems);
        lender.server.start();
        return lender;
    }

    private void on(String name, Call call) {
        server.createContext(path + "/" + name, exchange -> serve(exchange, call));
    }

    /** What an {@link io.nextcart.functions.store.http.HttpEventStore} is told. */
    public URI place() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown(); // no interrupt: that would close the file under whoever still writes
    }

    private interface Call {
        byte[] answer(Map<String, Object> fields) throws IOException;
    }

    private void serve(HttpExchange exchange, Call call) throws IOException {
        try (exchange) {
            int status = 200;
            byte[] answer;
            try {
                answer = call.answer(EventWire.object(exchange.getRequestBody().readAllBytes()));
            } catch (IOException | RuntimeException e) {
                status = e instanceof IOException ? 503 : 400;
                answer = EventWire.object(json -> json.writeStringField("error", String.valueOf(e.getMessage())));
            }
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] put(Map<String, Object> fields) throws IOException {
        BitSet fresh = store.put(EventWire.events(fields));
        return EventWire.object(json -> {
            json.writeArrayFieldStart("fresh");
            for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
                json.writeNumber(i);
            }
            json.writeEndArray();
        });
    }

    private byte[] last(Map<String, Object> fields) throws IOException {
        List<Event> events = store.last(user(fields), fields.get("limit") instanceof Integer limit ? limit : 0);
        return EventWire.events(events);
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
