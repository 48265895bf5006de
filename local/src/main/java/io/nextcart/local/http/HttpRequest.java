package io.nextcart.local.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to a {@link LoopbackServer}.
 *
 * @param path as sent, percent-encoded
 * @param query as sent, without the question mark; null when there is none
 * @param headers every value of every header, by case-insensitive name
 * @param body null when it is longer than the server allows
 * @param client its address
 */
public record HttpRequest(
        String method,
        String path,
        @Nullable String query,
        SortedMap<String, List<String>> headers,
        byte @Nullable [] body,
        String client) {
    /** The different values of a header, with {@code ", "} between them, or null when it was not sent. */
    public @Nullable String joined(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(", ", new LinkedHashSet<>(values));
    }

    /** The first value of a header, or null when it was not sent. */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }
}
