package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.List;
import java.util.Optional;

/** Which handler answers which paths: the first route that fits. */
public final class Routes {
    private final List<Route> routes;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(requireNonNull(routes, "routes is null"));
    }

    /**
     * One line of the table.
     *
     * @param prefix whole segments of a path, such as {@code /v1/events}; {@code /} fits every path, and a {@code *} as the
     *     last segment fits one segment and nothing after it
     */
    public record Route(String prefix, RequestStreamHandler handler) {
        public Route {
            requireNonNull(handler, "handler is null");
            if (!prefix.startsWith("/") || (prefix.length() > 1 && prefix.endsWith("/"))) {
                throw new IllegalArgumentException("prefix is '" + prefix + "', expected / or /segment/segment");
            }
        }

        boolean fits(String path) {
            if (prefix.endsWith("/*")) {
                int start = prefix.length() - 1;
                return path.startsWith(prefix.substring(0, start)) && path.indexOf('/', start) < 0;
            }
            return prefix.equals("/")
                    || path.equals(prefix)
                    || (path.startsWith(prefix) && path.charAt(prefix.length()) == '/');
        }
    }

    /**
     * The two Lambdas of a shop.
     *
     * @param events takes, shows and forgets events, and takes what is said of items
     * @param recommend answers everything else, also paths that nobody knows
     */
    public static Routes ofShop(RequestStreamHandler events, RequestStreamHandler recommend) {
        return new Routes(List.of(
                new Route("/v1/events", events),
                new Route("/v1/users", events),
                new Route("/v1/items/*", events),
                new Route("/put", events),
                new Route("/get", events),
                new Route("/", recommend)));
    }

    Optional<RequestStreamHandler> handler(String path) {
        return routes.stream()
                .filter(route -> route.fits(path))
                .map(Route::handler)
                .findFirst();
    }
}
