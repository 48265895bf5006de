package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.PathTemplate;
import io.nextcart.functions.api.Scope;
import io.nextcart.local.http.HttpAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Which handler answers which calls: the first matching route. */
public final class Routes {
    /** The contract, a resource beside this class. */
    public static final String CONTRACT = "openapi.yaml";

    private static final int LONGEST_SHOWN_PATH = 200;

    private final List<Route> routes;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(requireNonNull(routes, "routes is null"));
    }

    /**
     * One route.
     *
     * @param method in upper case
     * @param scope of the keys that may call it
     * @param page whether a page of the shop may call it from a shopper's browser
     */
    public record Route(String method, PathTemplate path, RequestStreamHandler handler, Scope scope, boolean page) {}

    /** The Lambdas of a shop behind its API, with the routes of {@code functions/openapi.yaml}. */
    public static Routes ofShop(
            RequestStreamHandler events, RequestStreamHandler recommend, RequestStreamHandler models) {
        return ofContract(Map.of("events", events, "recommend", recommend, "models", models));
    }

    /**
     * The calls of {@code functions/openapi.yaml} and no others, as in API Gateway.
     *
     * @param functions the handlers by their names in the contract: the tag of each call
     * @throws IllegalArgumentException when one of them is missing
     */
    static Routes ofContract(Map<String, ? extends RequestStreamHandler> functions) {
        List<Route> routes = new ArrayList<>();
        map(contract())
                .forEach((path, methods) -> map(methods).forEach((method, call) -> {
                    String upper = method.toString().toUpperCase(Locale.ROOT);
                    if (!(map(call).get("tags") instanceof List<?> tags) || tags.size() != 1) {
                        throw new IllegalStateException(CONTRACT + ": " + method + " " + path
                                + " has not one tag, expected the function's name");
                    }
                    RequestStreamHandler handler = functions.get(tags.get(0));
                    if (handler == null) {
                        throw new IllegalArgumentException(upper + " " + path + " is for the function " + tags.get(0)
                                + ", expected one of " + new TreeSet<>(functions.keySet()));
                    }
                    boolean page = isMarked(map(call), "x-nextcart-page");
                    routes.add(new Route(upper, PathTemplate.of(path.toString()), handler, scope(map(call)), page));
                }));
        return new Routes(routes);
    }

    private static Scope scope(Map<?, ?> call) {
        if (List.of().equals(call.get("security"))) {
            return Scope.OPEN;
        }
        if (isMarked(call, "x-nextcart-page")) {
            return Scope.PAGE;
        }
        return isMarked(call, "x-nextcart-admin") ? Scope.ADMIN : Scope.SERVER;
    }

    private static boolean isMarked(Map<?, ?> call, String mark) {
        return Boolean.TRUE.equals(call.get(mark));
    }

    Optional<RequestStreamHandler> handler(String method, String path) {
        for (Route route : routes) {
            if (route.method.equals(method) && route.path.matches(path)) {
                return Optional.of(route.handler);
            }
        }
        return Optional.empty();
    }

    /** The scope that a call needs; that of pages when there is no such call, so that only who has a key learns that. */
    Scope scope(String method, String path) {
        return routes.stream()
                .filter(route -> route.method.equals(method) && route.path.matches(path))
                .map(Route::scope)
                .findFirst()
                .orElse(Scope.PAGE);
    }

    /** The methods that a page may use on a path, such as {@code GET}, separated by commas; empty for none. */
    String pageMethods(String path) {
        return String.join(",", methods(route -> route.page && route.path.matches(path)));
    }

    /** The answer when no handler matches: 405 when the path has other methods, else 404. */
    HttpAnswer refusal(String path) {
        Set<String> allowed = methods(route -> route.path.matches(path));
        if (!allowed.isEmpty()) {
            return wrongMethod(allowed);
        }
        String shown = path.length() <= LONGEST_SHOWN_PATH ? path : path.substring(0, LONGEST_SHOWN_PATH) + "…";
        return HttpAnswer.problem(404, "Not Found", "No call has the path " + shown);
    }

    /**
     * The answer to a method that a path does not take.
     *
     * @param allowed the methods that it takes; with GET, it takes HEAD too
     */
    static HttpAnswer wrongMethod(Set<String> allowed) {
        Set<String> methods = new TreeSet<>(allowed);
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        String names = String.join(", ", methods);
        return HttpAnswer.problem(405, "Method Not Allowed", "This path takes " + names)
                .with("Allow", names);
    }

    private Set<String> methods(Predicate<Route> which) {
        Set<String> methods = new TreeSet<>();
        routes.stream().filter(which).forEach(route -> methods.add(route.method));
        return methods;
    }

    private static @Nullable Object contract() {
        try (InputStream in = requireNonNull(Routes.class.getResourceAsStream(CONTRACT), "no " + CONTRACT)) {
            Load yaml = new Load(LoadSettings.builder().setLabel(CONTRACT).build());
            return map(yaml.loadFromInputStream(in)).get("paths");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException(CONTRACT + ": found " + value + ", expected a mapping");
    }
}
