package io.nextcart.functions.notify;

import com.fasterxml.jackson.jr.ob.JSON;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A local stand-in for the parts of Telegram's Bot API and of SSM that a message needs. */
public final class FakeBotApi implements AutoCloseable {
    public static final String OK = "{\"ok\":true,\"result\":{\"message_id\":1}}";

    /** The requests received: paths and fields. */
    final List<String> paths = new ArrayList<>();

    private final List<Map<String, Object>> messages = new ArrayList<>();
    final List<String> secretsAsked = new ArrayList<>();
    String secret = "{\"token\":\"123:abc\",\"chat_id\":\"-42\"}";

    private final HttpServer server;
    private final Deque<Map.Entry<Integer, String>> answers = new ArrayDeque<>();

    public FakeBotApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The fields of each message, oldest first. */
    public synchronized List<Map<String, Object>> messages() {
        return List.copyOf(messages);
    }

    /** Queues a response for the next message; the default is 200. */
    public synchronized FakeBotApi then(int status, String body) {
        answers.add(Map.entry(status, body));
        return this;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, Object> fields =
                    JSON.std.mapFrom(exchange.getRequestBody().readAllBytes());
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            if (target != null) {
                secretsAsked.add(fields.get("Name") + " decrypted " + fields.get("WithDecryption"));
                send(exchange, 200, JSON.std.asString(Map.of("Parameter", Map.of("Name", "n", "Value", secret))));
                return;
            }
            paths.add(exchange.getRequestURI().getPath());
            messages.add(fields);
            Map.Entry<Integer, String> next = answers.isEmpty() ? Map.entry(200, OK) : answers.remove();
            send(exchange, next.getKey(), next.getValue());
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
