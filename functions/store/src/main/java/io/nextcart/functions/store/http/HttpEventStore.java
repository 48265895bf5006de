package io.nextcart.functions.store.http;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events that another process keeps, by the calls of {@link EventWire}. For one machine: it is plain HTTP. */
public final class HttpEventStore implements EventStore {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int READ_TIMEOUT_MS = 5_000;

    private final URI place;

    /**
     * @param place where the calls are, such as {@code http://127.0.0.1:8123/secret}
     * @throws IllegalArgumentException when that is no plain HTTP address of this machine
     */
    public HttpEventStore(URI place) {
        this.place = requireNonNull(place, "place is null");
        if (!"http".equals(place.getScheme()) || !"127.0.0.1".equals(place.getHost()) || place.getPort() < 1) {
            throw new IllegalArgumentException("event store is " + place + ", expected http://127.0.0.1:port/path");
        }
    }

    @Override
    public BitSet put(List<Event> events) throws IOException {
        if (events.size() > MAX_BATCH) {
            throw new IllegalArgumentException(events.size() + " events, expected at most " + MAX_BATCH);
        }
        return EventWire.fresh(call("put", EventWire.events(events)));
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        if (limit < 1 || limit > MAX_READ) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_READ);
        }
        return EventWire.events(call("last", EventWire.object(json -> {
            json.writeStringField("user_id", user.value());
            json.writeNumberField("limit", limit);
        })));
    }

    @Override
    public int delete(UserId user) throws IOException {
        byte[] body = EventWire.object(json -> json.writeStringField("user_id", user.value()));
        if (call("delete", body).get("deleted") instanceof Integer deleted) {
            return deleted;
        }
        throw new IOException("the event store did not tell how many events it deleted");
    }

    private Map<String, Object> call(String name, byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                place.resolve(place.getPath() + "/" + name).toURL().openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT_MS);
        connection.setReadTimeout(READ_TIMEOUT_MS);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setFixedLengthStreamingMode(body.length);
        connection.getOutputStream().write(body);
        int status = connection.getResponseCode();
        boolean good = status == HttpURLConnection.HTTP_OK;
        try (InputStream in = good ? connection.getInputStream() : connection.getErrorStream()) {
            Map<String, Object> answer = object(in);
            if (!good) {
                throw new IOException("the event store answered " + status + ": " + answer.get("error"));
            }
            return answer;
        }
    }

    private static Map<String, Object> object(@Nullable InputStream in) throws IOException {
        return in == null ? Map.of() : EventWire.object(in.readAllBytes());
    }
}
