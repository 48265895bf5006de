package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Sha256;
import io.nextcart.functions.api.ApiResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Serves the console, one page for the shop's staff: docs/console.md. It holds no data and needs no key; what it shows
 * comes from the API, by the key that a person types. The browser runs and loads nothing else in it.
 */
final class ConsolePage {
    private static final String FILE = "console.html";
    /** Every text of the page, by language and key. */
    private static final String MESSAGES = "console.json";

    private final ApiResponse page;

    ConsolePage() {
        // Only this could end the element that holds them; JSON can escape any character.
        String html = resource(FILE).replace("${messages}", resource(MESSAGES).replace("<", "\\u003c"));
        String policy = "default-src 'none'; script-src " + hash(html, "script") + "; style-src " + hash(html, "style")
                + "; img-src http: https: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        page = new ApiResponse(
                200,
                "text/html",
                Map.of(
                        "cache-control",
                        "no-cache",
                        "content-security-policy",
                        policy,
                        "referrer-policy",
                        "no-referrer",
                        "x-content-type-options",
                        "nosniff"),
                html,
                List.of());
    }

    /** The answer to {@code GET /console}. */
    ApiResponse page() {
        return page;
    }

    private static String resource(String name) {
        try (InputStream in = requireNonNull(ConsolePage.class.getResourceAsStream(name), "no " + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The source expression of the page's only element of this name. */
    private static String hash(String html, String element) {
        int from = html.indexOf("<" + element + ">") + element.length() + 2;
        String content = html.substring(from, html.indexOf("</" + element + ">", from));
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.of(content)) + "'";
    }
}
