package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.nextcart.functions.api.PathTemplate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Which handler answers which calls: the first route that fits. */
public final class Routes {
    private static final int LONGEST_SHOWN_PATH = 200;

    private final List<Route> routes;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(requireNonNull(routes, "routes is null"));
    }

    /**
     * One line of the table.
     *
     * @param page whether a page of the shop may ask it from a shopper's browser
     */
    public record Route(String method, PathTemplate path, RequestStreamHandler handler, boolean page) {
        public Route {
            requireNonNull(method, "method is null");
            requireNonNull(path, "path is null");
            requireNonNull(handler, "handler is null");
        }
    }

    /** The two Lambdas of a shop, called as {@code functions/openapi.yaml} has it. */
    public static Routes ofShop(RequestStreamHandler events, RequestStreamHandler recommend) {
        return of(Contract.load(), Map.of("events", events, "recommend", recommend));
    }

    /**
     * The calls of a contract and no others, as API Gateway has it.
     *
     * @param functions the handlers by their names in the contract
     * @throws IllegalArgumentException when one of them is missing
     */
    static Routes of(Contract contract, Map<String, ? extends RequestStreamHandler> functions) {
        return new Routes(contract.operations().stream()
                .map(call ->
                        new Route(call.method(), PathTemplate.of(call.path()), function(call, functions), call.page()))
                .toList());
    }

    Optional<RequestStreamHandler> handler(String method, String path) {
        for (Route route : routes) {
            if (route.method.equals(method) && route.path.matches(path)) {
                return Optional.of(route.handler);
            }
        }
        return Optional.empty();
    }

    /** What a page may ask of a path, such as {@code GET}, separated by commas; empty for nothing. */
    String pageMethods(String path) {
        TreeSet<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (route.page && route.path.matches(path)) {
                methods.add(route.method);
            }
        }
        return String.join(",", methods);
    }

    /** What to say where there is no handler: 405 when the path takes other methods, else 404. */
    HttpAnswer refusal(String path) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (route.path.matches(path)) {
                allowed.add(route.method);
            }
        }
        if (!allowed.isEmpty()) {
            String methods = String.join(", ", allowed);
            return HttpAnswer.problem(405, "Method Not Allowed", "This path takes " + methods)
                    .with("Allow", methods);
        }
        String shown = path.length() <= LONGEST_SHOWN_PATH ? path : path.substring(0, LONGEST_SHOWN_PATH) + "…";
        return HttpAnswer.problem(404, "Not Found", "No call has the path " + shown);
    }

    private static RequestStreamHandler function(
            Contract.Operation call, Map<String, ? extends RequestStreamHandler> functions) {
        RequestStreamHandler handler = functions.get(call.function());
        if (handler == null) {
            throw new IllegalArgumentException(call.method() + " " + call.path() + " is for the function "
                    + call.function() + ", expected one of " + new TreeSet<>(functions.keySet()));
        }
        return handler;
    }
}
