package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Finds the call for a method and a path. Of two {@link PathTemplate}s that match, the one added first answers. */
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** Answers a request; {@link ProblemException} and every other exception become problems. */
    @FunctionalInterface
    public interface Call {
        ApiResponse answer(ApiRequest request);
    }

    private record Route(String method, PathTemplate template, Call call) {}

    /** Adds a call. */
    public Router on(String method, String template, Call call) {
        requireNonNull(call, "call is null");
        routes.add(new Route(requireNonNull(method, "method is null"), PathTemplate.of(template), call));
        return this;
    }

    /** What is routed, such as {@code GET /v1/items/{item_id}/similar}, in the order added. */
    List<String> routes() {
        return routes.stream().map(route -> route.method + " " + route.template).toList();
    }

    ApiResponse route(ApiRequest request) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (route.template.matches(request.path())) {
                if (route.method.equals(request.method())) {
                    return route.call.answer(request.with(route.template.parameters(request.path())));
                }
                allowed.add(route.method);
            }
        }
        throw new ProblemException(
                allowed.isEmpty()
                        ? Problem.noSuchPath(request.path())
                        : Problem.wrongMethod(String.join(", ", allowed)));
    }
}
