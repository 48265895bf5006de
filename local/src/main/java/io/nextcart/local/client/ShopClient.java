package io.nextcart.local.client;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.data.log.EventJson;
import io.nextcart.store.document.JsonObject;
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
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls a Nextcart API as a shop's back end does. Thread-safe. */
public final class ShopClient {
    private static final JsonFactory JSON = new JsonFactory();
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
     * @param recommendationId null for a list that no server made
     * @param items item ids, best first
     */
    public record Shown(@Nullable String recommendationId, String fallbackLevel, List<String> items) {
        public Shown {
            items = List.copyOf(items);
        }
    }

    /**
     * The server's answer to a batch.
     *
     * @param rejected as the API reports them: index, field and reason
     */
    public record Receipt(int accepted, int duplicates, List<String> rejected) {
        public Receipt {
            rejected = List.copyOf(rejected);
        }
    }

    /** The server answered with a status other than 2xx. */
    public static final class StatusException extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        StatusException(URI call, int status, String body) {
            super(call + " answers " + status + ": " + body);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** No server answers at that address. */
    public static final class UnreachableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnreachableException(URI call, ConnectException cause) {
            super(call + " does not answer", cause);
        }
    }

    public void health() throws IOException {
        call("GET", "/v1/health", null);
    }

    /**
     * Sends events.
     *
     * @param events 1 to 500
     * @throws IOException when they may not have been stored; sending them again is safe
     */
    public Receipt send(List<Event> events) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeArrayFieldStart("events");
            for (Event event : events) {
                EventJson.write(json, event);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        JsonObject answer = call("POST", "/v1/events", body.toByteArray());
        return new Receipt(
                (int) answer.count("accepted"),
                (int) answer.count("duplicates"),
                answer.objects("rejected", each -> each.asMap().toString()));
    }

    /**
     * A change of an item.
     *
     * @param json as {@code POST /v1/items} accepts it
     * @param place where it comes from, for messages
     */
    public record ItemChange(String json, String place) {}

    /**
     * Sends changes of items.
     *
     * @param items 1 to 500
     * @return with the rejected ones by their place
     * @throws IOException when they may not have been stored; sending them again is safe
     */
    public Receipt sendItems(List<ItemChange> items) throws IOException {
        String body = items.stream().map(ItemChange::json).collect(Collectors.joining(",", "{\"items\":[", "]}"));
        JsonObject answer = call("POST", "/v1/items", body.getBytes(StandardCharsets.UTF_8));
        return new Receipt(
                (int) answer.count("accepted"),
                0,
                answer.objects(
                        "rejected",
                        each -> items.get((int) each.count("index")).place() + ": " + each.text("field") + ": "
                                + each.text("reason")));
    }

    /** Recommendations for a shopper from the server's events. */
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

    public Shown popular(int k) throws IOException {
        return shown(call("GET", "/v1/popular?k=" + k, null));
    }

    private JsonObject call(String method, String path, byte @Nullable [] body) throws IOException {
        URI call = URI.create(server + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(call).timeout(ANSWER_TIMEOUT);
        if (apiKey != null) {
            request.header("X-API-Key", apiKey);
        }
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        }
        HttpResponse<byte[]> response = answer(request.build());
        if (response.statusCode() / 100 != 2) {
            throw new StatusException(call, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
        }
        return JsonObject.read(response.body(), call + " (is it Nextcart that serves there?)", "an answer of the API");
    }

    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + request.uri());
        } catch (ConnectException e) {
            throw new UnreachableException(request.uri(), e);
        } catch (IOException e) {
            throw new IOException(request.uri() + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()), e);
        }
    }

    private static Shown shown(JsonObject answer) throws IOException {
        return new Shown(
                answer.text("recommendation_id"),
                answer.text("fallback_level"),
                answer.objects("items", item -> item.text("item_id")));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
