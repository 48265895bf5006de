package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Finds the call for a method and a path. When several {@link PathTemplate}s match, the first added wins. */
public final class Router {
    /** The route of a request without a call. */
    static final String NO_ROUTE = "none";

    private final List<Route> routes = new ArrayList<>();

    /**
     * A call that can be routed to.
     *
     * @param name method and template, such as {@code GET /v1/popular}
     */
    record Route(
            String name, String method, PathTemplate template, Scope scope, Function<ApiRequest, ApiResponse> call) {
        /**
         * Makes the call.
         *
         * @throws ProblemException also when a path parameter is badly encoded
         */
        ApiResponse answer(ApiRequest request) {
            return call.apply(request.with(template.parameters(request.path())));
        }
    }

    /** Adds a call for the shop's servers. Any exception that it throws becomes a problem document. */
    public Router on(String method, String template, Function<ApiRequest, ApiResponse> call) {
        return add(method, template, Scope.SERVER, call);
    }

    /** Adds a call that the shop's pages may make too: {@code x-nextcart-page} in {@code functions/openapi.yaml}. */
    public Router onPage(String method, String template, Function<ApiRequest, ApiResponse> call) {
        return add(method, template, Scope.PAGE, call);
    }

    /** Adds a call that needs the key of an admin: {@code x-nextcart-admin} in {@code functions/openapi.yaml}. */
    public Router onAdmin(String method, String template, Function<ApiRequest, ApiResponse> call) {
        return add(method, template, Scope.ADMIN, call);
    }

    /** Adds a call that needs no key. */
    public Router onOpen(String method, String template, Function<ApiRequest, ApiResponse> call) {
        return add(method, template, Scope.OPEN, call);
    }

    private Router add(String method, String template, Scope scope, Function<ApiRequest, ApiResponse> call) {
        requireNonNull(call, "call is null");
        requireNonNull(method, "method is null");
        routes.add(new Route(method + " " + template, method, PathTemplate.of(template), scope, call));
        return this;
    }

    /**
     * Who may make the requested call; a page when there is no such call, so the key is checked before the caller
     * learns that.
     */
    Scope scope(ApiRequest request) {
        return routes.stream()
                .filter(route -> route.method.equals(request.method()) && route.template.matches(request.path()))
                .map(Route::scope)
                .findFirst()
                .orElse(Scope.PAGE);
    }

    /** The scope that each route needs, by its name, in the order added. */
    Map<String, Scope> scopes() {
        Map<String, Scope> scopes = new LinkedHashMap<>();
        routes.forEach(route -> scopes.put(route.name(), route.scope()));
        return scopes;
    }

    /** The names of the routes, such as {@code GET /v1/items/{item_id}/similar}, in the order added. */
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
