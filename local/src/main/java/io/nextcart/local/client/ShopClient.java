package io.nextcart.local.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls a Nextcart API as a shop's back end does. Thread-safe. */
public final class ShopClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI server;
    private final @Nullable String apiKey;

    /**
     * @param server such as {@code http://127.0.0.1:8080}
     * @param apiKey sent with every call, or null
     */
    public ShopClient(URI server, @Nullable String apiKey) {
        this.server = requireNonNull(server, "server is null");
        this.apiKey = apiKey;
    }

    /**
     * A list of recommendations.
     *
     * @param items item ids, best first
     */
    public record Shown(String recommendationId, String fallbackLevel, List<String> items) {
        public Shown {
            items = List.copyOf(items);
        }
    }

    /**
     * What became of a batch of events.
     *
     * @param rejected as the API lists them: index, field and reason
     */
    public record Receipt(int accepted, int duplicates, List<?> rejected) {
        public Receipt {
            rejected = List.copyOf(rejected);
        }
    }

    /**
     * Sends events.
     *
     * @param events 1 to 500
     * @throws IOException when the server cannot be reached or does not answer 202
     */
    public Receipt send(List<Event> events) throws IOException {
        List<Map<String, Object>> fields = new ArrayList<>(events.size());
        for (Event event : events) {
            fields.add(fields(event));
        }
        Map<String, Object> answer = call("POST", "/v1/events", JSON.std.asString(Map.of("events", fields)));
        return new Receipt(number(answer, "accepted"), number(answer, "duplicates"), list(answer, "rejected"));
    }

    /** Recommendations for a shopper from the events that the server keeps. */
    public Shown recommend(UserId user, int k, List<String> exclude) throws IOException {
        StringBuilder path = new StringBuilder("/v1/recommendations/")
                .append(encoded(user.value()))
                .append("?k=")
                .append(k);
        for (String item : exclude) {
            path.append("&exclude=").append(encoded(item));
        }
        return shown(call("GET", path.toString(), null));
    }

    /** Recommendations for a shopper without an account, from the items viewed, oldest first. */
    public Shown recommend(List<ItemId> viewed, int k) throws IOException {
        List<Map<String, String>> session =
                viewed.stream().map(item -> Map.of("item_id", item.value())).toList();
        return shown(call("POST", "/v1/recommendations", JSON.std.asString(Map.of("session", session, "k", k))));
    }

    /** What is popular in the shop. */
    public Shown popular(int k) throws IOException {
        return shown(call("GET", "/v1/popular?k=" + k, null));
    }

    private Map<String, Object> call(String method, String path, @Nullable String body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(ANSWER_TIMEOUT);
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<byte[]> response = answer(request.build());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + server.resolve(path) + " answered " + response.statusCode() + ": "
                    + new String(response.body(), StandardCharsets.UTF_8));
        }
        return JSON.std.mapFrom(response.body());
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + request.uri());
        } catch (IOException e) {
            throw new IOException(request.uri() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }
    }

    private static Map<String, Object> fields(Event event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        putIfPresent(fields, "event_id", event.eventId());
        fields.put("user_id", event.userId().value());
        fields.put("type", event.type().wireName());
        fields.put("item_id", event.itemId().value());
        fields.put("timestamp", event.timestampMs());
        putIfPresent(fields, "transaction_id", event.transactionId());
        putIfPresent(fields, "value", event.value());
        putIfPresent(fields, "recommendation_id", event.recommendationId());
        return fields;
    }

    private static void putIfPresent(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static Shown shown(Map<String, Object> answer) throws IOException {
        List<String> items = new ArrayList<>();
        for (Object item : list(answer, "items")) {
            items.add(text(item instanceof Map<?, ?> fields ? fields : Map.of(), "item_id"));
        }
        return new Shown(text(answer, "recommendation_id"), text(answer, "fallback_level"), items);
    }

    private static List<?> list(Map<String, Object> answer, String field) throws IOException {
        if (answer.get(field) instanceof List<?> list) {
            return list;
        }
        throw missing(field);
    }

    private static int number(Map<String, Object> answer, String field) throws IOException {
        if (answer.get(field) instanceof Number number) {
            return number.intValue();
        }
        throw missing(field);
    }

    private static String text(Map<?, ?> answer, String field) throws IOException {
        if (answer.get(field) instanceof String text) {
            return text;
        }
        throw missing(field);
    }

    private static IOException missing(String field) {
        return new IOException("the server's answer has no field '" + field + "' of the expected kind");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
