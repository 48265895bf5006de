package io.nextcart.training.tracking;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers as MLflow does when all goes well, except calls that a test spoils. {@code MlflowIT} compares it with the
 * real one.
 */
final class FakeMlflow implements AutoCloseable {
    /** The answer to a call. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Answer> spoilt = new LinkedHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile String authorization = "";
    private String root = "mlflow-artifacts:/1/r1/artifacts";

    FakeMlflow() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Spoils every call whose path or body contains {@code part}. */
    FakeMlflow with(String part, Answer answer) {
        spoilt.put(part, answer);
        return this;
    }

    FakeMlflow artifactsAt(String place) {
        root = place;
        return this;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method, path and body of each call. */
    List<String> calls() {
        return calls;
    }

    String authorization() {
        return authorization;
    }

    static Answer says(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body;
        calls.add(call);
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        for (Map.Entry<String, Answer> one : spoilt.entrySet()) {
            if (call.contains(one.getKey())) {
                one.getValue().to(exchange);
                return;
            }
        }
        says(200, usual(call)).to(exchange);
    }

    private String usual(String call) {
        if (call.contains("experiments/get-by-name")) {
            return "{\"experiment\":{\"experiment_id\":\"1\"}}";
        }
        if (call.contains("experiments/create")) {
            return "{\"experiment_id\":\"7\"}";
        }
        if (call.contains("runs/create")) {
            return "{\"run\":{\"info\":{\"run_id\":\"r1\",\"artifact_uri\":\"" + root + "\"}}}";
        }
        return "{}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
