package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which web page may read answers in a shopper's browser, by the header of the Fetch standard. What a page may ask at all is
 * decided before a request is sent, by the gateway's answer to {@code OPTIONS}.
 *
 * @param origin such as {@code https://www.shop.example}; {@code *} for every page; empty for none
 */
public record Cors(String origin) {
    /** The header that names the origin. */
    public static final String ALLOW_ORIGIN = "access-control-allow-origin";

    /** The variable that {@link #named} reads. */
    public static final String VARIABLE = "NEXTCART_CORS_ORIGIN";

    private static final Pattern ORIGIN = Pattern.compile("|\\*|https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");

    /** No page. */
    public static final Cors NONE = new Cors("");

    /**
     * @throws IllegalArgumentException when the origin is none
     */
    public Cors {
        requireNonNull(origin, "origin is null");
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("origin is '" + origin
                    + "', expected one such as https://www.shop.example, without a path, or * for every page");
        }
    }

    /** By the environment of a Lambda; {@link #NONE} when nothing is named. */
    public static Cors named(Map<String, String> environment) {
        return new Cors(environment.getOrDefault(VARIABLE, "").strip());
    }

    /** What every answer carries. */
    public Map<String, String> headers() {
        return origin.isEmpty()
                ? Map.of()
                : Map.of(ALLOW_ORIGIN, origin, "access-control-expose-headers", "x-request-id, retry-after");
    }

    /**
     * What a browser gets before it sends a request.
     *
     * @param methods that the path takes, such as {@code GET}, separated by commas
     */
    public Map<String, String> preflight(String methods) {
        return Map.of(
                ALLOW_ORIGIN,
                origin,
                "access-control-allow-methods",
                methods,
                "access-control-allow-headers",
                "content-type,x-api-key,x-request-id",
                "access-control-max-age",
                "7200");
    }
}
