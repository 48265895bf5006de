package io.nextcart.local.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Event;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.NdjsonLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
     * @param server without a path, such as {@code http://127.0.0.1:8080}
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
     * @param rejected each as the API tells it: index, field and reason
     */
    public record Receipt(int accepted, int duplicates, List<String> rejected) {
        public Receipt {
            rejected = List.copyOf(rejected);
        }
    }

    /** The server answered, but not with what was asked for. */
    public static final class StatusException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        StatusException(URI call, int status, String body) {
            super(call + " answers " + status + ": " + body);
            this.status = status;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }
    }

    /** No server answers at that place. */
    public static final class UnreachableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreachableException(URI call, ConnectException cause) {
            super(call + " does not answer", cause);
        }
    }

    /** Asks whether the server is there. */
    public void health() throws IOException {
        call("GET", "/v1/health", null);
    }

    /**
     * Sends events.
     *
     * @param events 1 to 500
     * @throws IOException when it is not certain that they were kept; to send them again does no harm
     */
    public Receipt send(List<Event> events) throws IOException {
        Map<String, Object> answer = call("POST", "/v1/events", body(events));
        List<String> rejected =
                list(answer, "rejected").stream().map(String::valueOf).toList();
        return new Receipt(number(answer, "accepted"), number(answer, "duplicates"), rejected);
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
        URI call = URI.create(server + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(call).timeout(ANSWER_TIMEOUT);
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> response = answer(request.build());
        if (response.statusCode() / 100 != 2) {
            throw new StatusException(call, response.statusCode(), response.body());
        }
        try {
            return JSON.std.mapFrom(response.body());
        } catch (IOException e) {
            throw new IOException(call + " answers with no JSON object; is it Nextcart that serves there?", e);
        }
    }

    private HttpResponse<String> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + request.uri());
        } catch (ConnectException e) {
            throw new UnreachableException(request.uri(), e);
        } catch (IOException e) {
            throw new IOException(request.uri() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }
    }

    private static String body(List<Event> events) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(lines)) {
            for (Event event : events) {
                writer.write(event);
            }
        }
        // A line break within a JSON text is always escaped: those that are left separate events.
        return "{\"events\":[" + lines.toString(StandardCharsets.UTF_8).strip().replace('\n', ',') + "]}";
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
        return new IOException("the server's answer has no field '" + field
                + "' of the expected kind; is it Nextcart that serves there?");
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
