package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import io.nextcart.functions.api.ApiRequest;
import io.nextcart.functions.api.ApiResponse;
import io.nextcart.functions.api.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Serves {@code nextcart.js}, which runs in a shop's pages: docs/integrate.md. It reads no store. */
final class BrowserTag {
    private static final String FILE = "nextcart.js";
    private static final int VERSION_BYTES = 6;
    private static final String AN_HOUR = "public, max-age=3600";
    private static final String A_YEAR = "public, max-age=31536000, immutable";

    private final String script;
    private final String version;

    BrowserTag() {
        try (InputStream in = requireNonNull(BrowserTag.class.getResourceAsStream(FILE), "no " + FILE)) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        version = HexFormat.of().formatHex(Sha256.of(script), 0, VERSION_BYTES);
    }

    String script() {
        return script;
    }

    /** The first hexadecimal digits of the script's SHA-256. */
    String version() {
        return version;
    }

    /**
     * {@code GET /v1/nextcart.js}: browsers check again after an hour, but never when {@code v} is the current version.
     */
    ApiResponse get(ApiRequest request) {
        Fields fields = Fields.ofQuery(request);
        String wanted = fields.id("v");
        fields.check();
        String tag = "\"" + version + "\"";
        boolean known = request.headers().getOrDefault("if-none-match", "").contains(tag);
        String cache = version.equals(wanted) ? A_YEAR : AN_HOUR;
        return new ApiResponse(
                known ? 304 : 200,
                ApiResponse.SCRIPT,
                Map.of(
                        "etag",
                        tag,
                        "cache-control",
                        cache,
                        "vary",
                        "accept-encoding",
                        "x-content-type-options",
                        "nosniff"),
                known ? "" : script,
                List.of());
    }
}
