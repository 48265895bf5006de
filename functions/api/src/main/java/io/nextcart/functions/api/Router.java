package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds the call for a method and a path. Of two {@link PathTemplate}s that match, the one added first answers. */
public final class Router {
    /** The route of a request that no call answers. */
    static final String NO_ROUTE = "none";

    private final List<Route> routes = new ArrayList<>();

    /**
     * A call that may answer.
     *
     * @param name method and template, such as {@code GET /v1/popular}
     */
    record Route(String name, String method, PathTemplate template, Function<ApiRequest, ApiResponse> call) {
        /**
         * The call's answer.
         *
         * @throws ProblemException also when a parameter of the path is badly encoded
         */
        ApiResponse answer(ApiRequest request) {
            return call.apply(request.with(template.parameters(request.path())));
        }
    }

    /** Adds a call. {@link ProblemException} and every other exception that it throws become problems. */
    public Router on(String method, String template, Function<ApiRequest, ApiResponse> call) {
        requireNonNull(call, "call is null");
        requireNonNull(method, "method is null");
        routes.add(new Route(method + " " + template, method, PathTemplate.of(template), call));
        return this;
    }

    /** What is routed, such as {@code GET /v1/items/{item_id}/similar}, in the order added. */
    List<String> routes() {
        return routes.stream().map(Route::name).toList();
    }

    /**
     * The call for a request.
     *
     * @throws ProblemException 404, 405
     */
    Route find(ApiRequest request) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (route.template.matches(request.path())) {
                if (route.method.equals(request.method())) {
                    return route;
                }
                allowed.add(route.method);
            }
        }
        throw allowed.isEmpty()
                ? ProblemException.noSuchPath(request.path())
                : ProblemException.wrongMethod(String.join(", ", allowed));
    }
}
