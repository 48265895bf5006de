package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call for a method and a path. A template such as {@code /v1/items/{item_id}/similar} matches segment by segment;
 * a parameter matches one segment that is not empty and is percent-decoded once, so that {@code %2F} is part of an id. Of
 * two templates that match, the one added first answers.
 */
public final class Router {
    private final List<Route> routes = new ArrayList<>();

    /** Answers a request; {@link ProblemException} and every other exception become problems. */
    @FunctionalInterface
    public interface Call {
        ApiResponse answer(ApiRequest request);
    }

    private record Route(String method, String[] template, Call call) {}

    /** Adds a call. */
    public Router on(String method, String template, Call call) {
        requireNonNull(call, "call is null");
        routes.add(new Route(requireNonNull(method, "method is null"), segments(template), call));
        return this;
    }

    ApiResponse route(ApiRequest request) {
        String[] path = segments(request.path());
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            if (matches(route.template, path)) {
                if (route.method.equals(request.method())) {
                    return route.call.answer(request.with(parameters(route.template, path)));
                }
                allowed.add(route.method);
            }
        }
        throw new ProblemException(
                allowed.isEmpty()
                        ? Problem.noSuchPath(request.path())
                        : Problem.wrongMethod(String.join(", ", allowed)));
    }

    private static boolean matches(String[] template, String[] path) {
        if (template.length != path.length) {
            return false;
        }
        for (int i = 0; i < path.length; i++) {
            boolean same = parameter(template[i]) == null ? template[i].equals(path[i]) : !path[i].isEmpty();
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private static Map<String, String> parameters(String[] template, String[] path) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < path.length; i++) {
            String name = parameter(template[i]);
            if (name != null) {
                String value = Percent.decode(path[i]);
                if (value == null) {
                    throw new ProblemException(
                            Problem.invalid(name, "is badly percent-encoded, expected UTF-8 such as caf%C3%A9"));
                }
                parameters.put(name, value);
            }
        }
        return parameters;
    }

    private static @Nullable String parameter(String segment) {
        return segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : null;
    }

    private static String[] segments(String path) {
        return path.split("/", -1);
    }
}
