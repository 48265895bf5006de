package io.nextcart.functions.store.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls the process that keeps the stores of this machine: POST, JSON both ways. For one machine: it is plain HTTP. */
final class HttpCalls {
    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final int READ_TIMEOUT_MS = 5_000;

    private final String store;
    private final URI place;

    /**
     * @param store what is kept there, for messages
     * @param place where the calls are, such as {@code http://127.0.0.1:8123/secret}
     * @throws IllegalArgumentException when that is no plain HTTP address of this machine
     */
    HttpCalls(String store, URI place) {
        this.store = store;
        this.place = requireNonNull(place, "place is null");
        if (!"http".equals(place.getScheme()) || !"127.0.0.1".equals(place.getHost()) || place.getPort() < 1) {
            throw new IllegalArgumentException(store + " is " + place + ", expected http://127.0.0.1:port/path");
        }
    }

    Map<String, Object> call(String name, byte[] body) throws IOException {
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
                throw new IOException(store + " answered " + status + ": " + answer.get("error"));
            }
            return answer;
        }
    }

    private static Map<String, Object> object(@Nullable InputStream in) throws IOException {
        return in == null ? Map.of() : EventWire.object(in.readAllBytes());
    }
}
