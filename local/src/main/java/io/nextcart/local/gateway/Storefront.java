package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The demo shop below {@code /shop/}: ordinary shop pages over the items of the model in service, using only the public
 * browser tag. Names and pictures are synthetic, made in the page.
 */
final class Storefront {
    private static final String PLACE = "/shop";
    private static final String PAGE = "index.html";
    private static final Map<String, String> TYPES = Map.of(
            PAGE,
            "text/html; charset=utf-8",
            "shop.js",
            "text/javascript; charset=utf-8",
            "shop.css",
            "text/css; charset=utf-8");

    private Storefront() {}

    /** A page or a file of it; empty for any other path. */
    static Optional<HttpAnswer> answer(HttpRequest request) {
        String path = request.path();
        if (!path.equals(PLACE) && !path.startsWith(PLACE + "/")) {
            return Optional.empty();
        }
        if (!List.of("GET", "HEAD").contains(request.method())) {
            return Optional.of(Routes.wrongMethod(Set.of("GET")));
        }
        if (path.equals(PLACE)) {
            return Optional.of(new HttpAnswer(308, Map.of("Location", List.of(PLACE + "/")), new byte[0]));
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        String file = TYPES.containsKey(name) ? name : PAGE;
        try (InputStream in = requireNonNull(Storefront.class.getResourceAsStream("shop/" + file), file)) {
            return Optional.of(new HttpAnswer(
                            200, Map.of("Content-Type", List.of(String.valueOf(TYPES.get(file)))), in.readAllBytes())
                    .with("Content-Security-Policy", "default-src 'self'; img-src 'self' data:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
