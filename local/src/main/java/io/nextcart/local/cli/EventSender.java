package io.nextcart.local.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.local.gateway.ApiKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends events to a running server; sends again what may not have been kept. */
final class EventSender {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);
    private static final int ATTEMPTS = 8;
    private static final long FIRST_WAIT_MS = 100;
    private static final long LONGEST_WAIT_MS = 5_000;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI server;
    private final @Nullable String apiKey;

    /**
     * @param server without a path, such as {@code http://127.0.0.1:8080}
     */
    EventSender(URI server, @Nullable String apiKey) {
        this.server = requireNonNull(server, "server is null");
        this.apiKey = apiKey;
    }

    /** What the server said of a batch. */
    record Receipt(
            long accepted,
            long duplicates,
            long rejected,
            @Nullable String firstRejection) {}

    /**
     * Holds that a server answers.
     *
     * @throws IOException that says what to do
     */
    void requireServer() throws IOException, InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(request("/v1/health").GET().build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IOException(
                    "no server answers at " + server
                            + "; start one with nextcart serve --store DIR, or name it with --url",
                    e);
        }
        if (response.statusCode() != 200) {
            throw new IOException(server + "/v1/health answers " + response.statusCode() + ", expected 200");
        }
    }

    /**
     * Sends one batch.
     *
     * @param events 1 to 500
     * @throws IOException when it may not have been kept after several attempts
     */
    Receipt send(List<Event> events) throws IOException, InterruptedException {
        HttpRequest request = request("/v1/events")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body(events)))
                .build();
        long waitMs = FIRST_WAIT_MS;
        for (int attempt = 1; ; attempt++) {
            String failure;
            try {
                HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
                int status = response.statusCode();
                if (status == 200 || status == 202) {
                    return receipt(response.body());
                }
                if (status == 401 || status == 403) {
                    throw new BadInputException(
                            server + " refuses the API key (" + status + "), expected its key in --api-key");
                }
                failure = "answers " + status + ": " + response.body();
                if (status != 503 && status != 429) {
                    throw new IOException(server + "/v1/events " + failure);
                }
            } catch (ConnectException e) {
                failure = "does not answer";
            }
            if (attempt == ATTEMPTS) {
                throw new IOException(server + "/v1/events " + failure + ", " + ATTEMPTS + " times in a row");
            }
            Thread.sleep(waitMs);
            waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server + path)).timeout(CALL_TIMEOUT);
        return apiKey == null ? request : request.header(ApiKey.HEADER, apiKey);
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

    private Receipt receipt(String body) throws IOException {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(body);
            List<?> rejected = fields.get("rejected") instanceof List<?> list ? list : List.of();
            return new Receipt(
                    ((Number) fields.getOrDefault("accepted", 0)).longValue(),
                    ((Number) fields.getOrDefault("duplicates", 0)).longValue(),
                    rejected.size(),
                    rejected.isEmpty() ? null : String.valueOf(rejected.get(0)));
        } catch (IOException | ClassCastException e) {
            throw new IOException(server + "/v1/events answers with no receipt; is it Nextcart that serves there?", e);
        }
    }
}
