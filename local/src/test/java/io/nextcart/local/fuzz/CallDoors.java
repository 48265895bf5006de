package io.nextcart.local.fuzz;

import static io.nextcart.local.fuzz.FileDoors.require;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.engine.TinyBundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.functions.api.Cors;
import io.nextcart.functions.api.ProxyCall;
import io.nextcart.functions.events.EventsHandler;
import io.nextcart.functions.events.EventsService;
import io.nextcart.functions.recommend.CatalogueOverlay;
import io.nextcart.functions.recommend.RecommendHandler;
import io.nextcart.functions.recommend.RecommendService;
import io.nextcart.functions.recommend.ServedModels;
import io.nextcart.functions.rollout.ModelsHandler;
import io.nextcart.functions.rollout.RolloutHandler;
import io.nextcart.functions.rollout.today.Traffic;
import io.nextcart.functions.store.MemoryCatalogueStore;
import io.nextcart.functions.store.MemoryEventStore;
import io.nextcart.functions.store.MemoryRuleStore;
import io.nextcart.functions.store.http.StoreMessage;
import io.nextcart.local.fuzz.FuzzTarget.Door;
import io.nextcart.local.gateway.ApiKey;
import io.nextcart.local.gateway.Gateway;
import io.nextcart.local.gateway.Routes;
import io.nextcart.store.FolderObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Calls of the API, through the real handlers: every answer is a JSON object with a status below 500, and no header has a
 * line end.
 */
final class CallDoors {
    private static final long NOW_MS = 1_442_545_187_000L;
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC);
    /** What Jetty says of an unknown version of HTTP and of an unknown transfer encoding, as RFC 9112 wants it. */
    private static final Set<Integer> OF_HTTP = Set.of(501, 505);

    private static final int PATIENCE_MS = 5_000;

    private CallDoors() {}

    /** Inputs that share stores: new ones cost more than an input, but must not fill the memory. */
    private static final int INPUTS_OF_STORES = 200;

    /** A handler whose stores are made anew from time to time. */
    private static Supplier<EventsHandler> handlers() {
        AtomicReference<EventsHandler> handler = new AtomicReference<>(events());
        AtomicInteger inputs = new AtomicInteger();
        return () -> inputs.incrementAndGet() % INPUTS_OF_STORES == 0
                ? handler.updateAndGet(old -> events())
                : handler.get();
    }

    private static EventsHandler events() {
        return new EventsHandler(
                new EventsService(new MemoryEventStore(), new MemoryCatalogueStore(), new MemoryRuleStore(), CLOCK));
    }

    private static ModelsHandler models() {
        try {
            return new ModelsHandler(
                    new FolderObjectStore(Files.createTempDirectory("nextcart-fuzz")),
                    first -> Traffic.Seen.nothing("nobody counts"),
                    CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RecommendHandler recommend() {
        try {
            Path folder = Files.createTempDirectory("nextcart-fuzz");
            FolderObjectStore objects = new FolderObjectStore(folder.resolve("objects"));
            TinyBundle.publish(objects, "20150918T025947Z-1f0c8a2b", folder.resolve("work"), NOW_MS - 90_500);
            return new RecommendHandler(new RecommendService(
                    new ServedModels(new BundleLoader(objects, folder.resolve("cache")), CLOCK),
                    new MemoryEventStore(),
                    new CatalogueOverlay(
                            new MemoryCatalogueStore(), new MemoryRuleStore(), CLOCK, CatalogueOverlay.INTERVAL),
                    CLOCK,
                    RecommendService.WAIT_BUDGET));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of a call about events, items or rules. */
    static Door events(String line) {
        Supplier<EventsHandler> handlers = handlers();
        return input -> requireAnswer(ProxyCall.of(line).bytes(input).to(handlers.get()));
    }

    /** The body of a call that recommends. */
    static Door recommend(String line) {
        RecommendHandler handler = recommend();
        return input -> requireAnswer(ProxyCall.of(line).bytes(input).to(handler));
    }

    /** A method, a path and a query, lines of headers, an empty line and a body. */
    static Door anyCall() {
        Supplier<EventsHandler> handlers = handlers();
        RecommendHandler recommend = recommend();
        ModelsHandler models = models();
        return input -> {
            String[] parts = new String(input, StandardCharsets.UTF_8).split("\n\n", 2);
            String[] lines = parts[0].split("\n");
            if (lines.length == 0 || lines[0].indexOf(' ') < 0) {
                return;
            }
            ProxyCall call;
            try {
                call = ProxyCall.of(lines[0]);
            } catch (IllegalArgumentException e) {
                return; // a gateway refuses a badly encoded query
            }
            for (int i = 1; i < lines.length; i++) {
                String[] header = lines[i].split(":", 2);
                call.header(header[0], header.length == 1 ? "" : header[1]);
            }
            if (parts.length == 2) {
                call.body(parts[1]);
            }
            requireAnswer(call.to(recommend));
            requireAnswer(call.to(models));
            requireAnswer(call.to(handlers.get()));
        };
    }

    /** Whatever AWS passes to a function. */
    static Door anyEvent() {
        Supplier<EventsHandler> handlers = handlers();
        RecommendHandler recommend = recommend();
        return input -> {
            requireAnswer(answer(recommend, input));
            requireAnswer(answer(handlers.get(), input));
        };
    }

    private static ProxyCall.Reply answer(RequestStreamHandler handler, byte[] event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), out, null);
        Map<String, Object> proxy = JSON.std.mapFrom(out.toByteArray());
        Map<String, String> headers = new java.util.TreeMap<>();
        ((Map<?, ?>) proxy.get("headers")).forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return new ProxyCall.Reply((Integer) proxy.get("statusCode"), headers, (String) proxy.get("body"));
    }

    private static void requireAnswer(ProxyCall.Reply reply) {
        require(reply.status() >= 200 && reply.status() < 500, reply.status() + " " + reply.body());
        reply.headers()
                .forEach((name, value) -> require(
                        (name + value).chars().noneMatch(Character::isISOControl),
                        "a control character in the header " + name + ": " + value));
        boolean script = reply.headers().getOrDefault("content-type", "").startsWith("text/javascript");
        require(script || !reply.json().isEmpty(), "an empty answer");
    }

    /** Bytes to the port of a shop: an answer of HTTP or the end of the connection, within seconds. */
    static Door http() {
        RecommendHandler recommend = recommend();
        Gateway gateway;
        try {
            gateway = Gateway.start(0, Routes.ofShop(events(), recommend, models()), ApiKey.none(), new Cors("*"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return input -> {
            byte[] answer;
            try (Socket socket =
                    new Socket(InetAddress.getLoopbackAddress(), gateway.url().getPort())) {
                socket.setSoTimeout(PATIENCE_MS);
                answer = exchanged(socket, input);
            }
            String start = new String(answer, 0, Math.min(12, answer.length), StandardCharsets.ISO_8859_1);
            if (start.isEmpty()) {
                return; // nothing was asked
            }
            require(start.matches("HTTP/1\\.[01] [1-5][0-9]{2}"), "not HTTP: " + start);
            int status = Integer.parseInt(start.substring(9, 12));
            require(status < 500 || OF_HTTP.contains(status), new String(answer, StandardCharsets.UTF_8));
        };
    }

    private static byte[] exchanged(Socket socket, byte[] input) throws IOException {
        try {
            socket.getOutputStream().write(input);
            socket.shutdownOutput();
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketTimeoutException e) {
            throw new IllegalStateException("no answer within " + PATIENCE_MS + " ms", e);
        } catch (IOException e) {
            return new byte[0]; // closed before all was sent
        }
    }

    /** What the pipeline asks of a rollout: an answer, or a refusal of the document. */
    static Door rollout() {
        RolloutHandler handler;
        try {
            String store = Files.createTempDirectory("nextcart-fuzz").toString();
            handler = new RolloutHandler(Map.of("NEXTCART_STORE", store), CLOCK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return input -> {
            try {
                handler.handleRequest(new ByteArrayInputStream(input), new ByteArrayOutputStream(), null);
            } catch (IOException e) { // which the pipeline reports as the failure of its step
                FileDoors.requireLine(String.valueOf(e.getMessage()));
            }
        };
    }

    /** What a packaged function sends to the stores of this machine. */
    static void storeMessage(byte[] input) throws IOException {
        StoreMessage message;
        try {
            message = StoreMessage.read(input);
        } catch (IOException e) {
            return; // as documented
        }
        StoreMessage again = StoreMessage.read(message.toBytes());
        require(again.equals(message), message + " was read again as " + again);
    }
}
