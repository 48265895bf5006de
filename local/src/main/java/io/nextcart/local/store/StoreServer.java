package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.http.HttpStore;
import io.nextcart.functions.store.http.StoreMessage;
import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.local.http.LoopbackServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * Offers the stores of this process to other processes of this machine, through the calls of {@link HttpStore}. Their
 * path contains a secret, so that only those who know it can read shoppers' events.
 */
public final class StoreServer implements Closeable {
    private static final int MAX_BODY_BYTES = 16 << 20;
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final EventStore store;
    private final CatalogueStore catalogue;
    private final RuleStore rules;
    private final String path = "/" + UUID.randomUUID();
    private final Map<String, Call> calls = Map.of(
            path + "/put", this::put,
            path + "/last", this::last,
            path + "/export", this::export,
            path + "/delete", this::delete,
            path + "/put-items", this::putItems,
            path + "/get-item", this::item,
            path + "/changed-items", this::changedItems,
            path + "/rules", this::rules,
            path + "/add-rules", this::addRules);
    private final LoopbackServer server;

    private StoreServer(EventStore store, CatalogueStore catalogue, RuleStore rules) throws IOException {
        this.store = requireNonNull(store, "store is null");
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.rules = requireNonNull(rules, "rules is null");
        this.server = LoopbackServer.start("stores", 0, MAX_BODY_BYTES, IDLE, this::answer);
    }

    /**
     * Starts the server.
     *
     * @param store the caller closes it after this, like the others
     */
    public static StoreServer start(EventStore store, CatalogueStore catalogue, RuleStore rules) throws IOException {
        return new StoreServer(store, catalogue, rules);
    }

    /** The base address of the calls. */
    public URI place() {
        return server.url().resolve(path);
    }

    @Override
    public void close() {
        server.close();
    }

    private interface Call {
        StoreMessage answer(StoreMessage request) throws IOException;
    }

    private HttpAnswer answer(HttpRequest request) throws IOException {
        Call call = calls.get(request.path());
        byte[] body = request.body();
        if (call == null || body == null) {
            return HttpAnswer.problem(404, "Not Found", "no such call");
        }
        try {
            return HttpAnswer.json(200, call.answer(StoreMessage.read(body)).toBytes());
        } catch (IOException | RuntimeException e) {
            byte[] error = StoreMessage.ofError(String.valueOf(e.getMessage())).toBytes();
            return HttpAnswer.json(e instanceof IOException ? 503 : 400, error);
        }
    }

    private StoreMessage put(StoreMessage request) throws IOException {
        return StoreMessage.ofFresh(store.put(request.events()));
    }

    private StoreMessage last(StoreMessage request) throws IOException {
        return StoreMessage.ofEvents(store.last(new UserId(request.id()), (int) request.number()));
    }

    private StoreMessage export(StoreMessage request) throws IOException {
        return StoreMessage.ofPage(store.export(new UserId(request.id()), request.document()));
    }

    private StoreMessage delete(StoreMessage request) throws IOException {
        return StoreMessage.of("", store.delete(new UserId(request.id())));
    }

    private StoreMessage putItems(StoreMessage request) throws IOException {
        catalogue.putAll(request.items());
        return StoreMessage.of("", 0);
    }

    private StoreMessage item(StoreMessage request) throws IOException {
        return StoreMessage.ofItems(
                catalogue.get(new ItemId(request.id())).stream().toList());
    }

    private StoreMessage changedItems(StoreMessage request) throws IOException {
        return StoreMessage.ofItems(catalogue.changedSince(request.number()));
    }

    private StoreMessage rules(StoreMessage request) throws IOException {
        RuleStore.Version found = request.number() == 0
                ? rules.latest()
                : rules.get(request.number()).orElse(RuleStore.Version.NONE);
        return StoreMessage.ofDocument(found.version(), found.document());
    }

    private StoreMessage addRules(StoreMessage request) throws IOException {
        boolean added = rules.add(new RuleStore.Version(request.number(), request.document()));
        return StoreMessage.of("", added ? 1 : 0);
    }
}
