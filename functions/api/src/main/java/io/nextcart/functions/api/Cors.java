package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which web pages may read responses in a shopper's browser, by the CORS headers of the Fetch standard. Which requests
 * a page may send at all is decided earlier, by the gateway's response to {@code OPTIONS}.
 *
 * @param origin such as {@code https://www.shop.example}; {@code *} for every page; empty for none
 */
public record Cors(String origin) {
    /** The header that names the origin. */
    public static final String ALLOW_ORIGIN = "access-control-allow-origin";

    /** The variable read by {@link #named}. */
    public static final String VARIABLE = "NEXTCART_CORS_ORIGIN";

    private static final Pattern ORIGIN = Pattern.compile("|\\*|https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?");

    /** No page. */
    public static final Cors NONE = new Cors("");

    /** @throws IllegalArgumentException when the origin is invalid */
    public Cors {
        requireNonNull(origin, "origin is null");
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("origin is '" + origin
                    + "', expected one such as https://www.shop.example, without a path, or * for every page");
        }
    }

    /** The origin in a Lambda's environment; {@link #NONE} when there is none. */
    public static Cors named(Map<String, String> environment) {
        return new Cors(environment.getOrDefault(VARIABLE, "").strip());
    }

    /** The headers of every response. */
    public Map<String, String> headers() {
        return origin.isEmpty()
                ? Map.of()
                : Map.of(ALLOW_ORIGIN, origin, "access-control-expose-headers", "x-request-id, retry-after");
    }

    /**
     * The headers of a preflight response.
     *
     * @param methods of the path, such as {@code GET}, separated by commas
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
