package io.nextcart.infra.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The parts of {@code functions/openapi.yaml} that API Gateway gets: paths, methods, which of them need a key, and which
 * function answers. The schemas are left out: API Gateway reads another dialect and would refuse requests without
 * naming a field (docs/decisions/005).
 */
final class ApiDocument {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final String KEY_SCHEME = "api_key";

    /** Marks calls that a page may make from a shopper's browser. */
    static final String PAGE = "x-nextcart-page";

    private ApiDocument() {}

    /**
     * @param corsOrigin origin whose pages may make calls marked {@value #PAGE}, and read API Gateway's own answers;
     *     empty for none
     * @param uri the integration's address by the name of a function, which is an operation's first tag
     * @throws IllegalArgumentException when an operation names no function
     */
    static Map<String, Object> of(Path openApi, String corsOrigin, UnaryOperator<String> uri) {
        Map<?, ?> document = document(openApi);
        Map<String, Object> paths = new HashMap<>();
        map(document.get("paths")).forEach((path, item) -> {
            Map<String, Object> operations = new HashMap<>();
            List<String> ofPages = ofPages(map(item));
            if (!corsOrigin.isEmpty() && !ofPages.isEmpty()) {
                operations.put(
                        "options",
                        GatewayAnswers.preflight(
                                path.toString(), ofPages, pathParameters(path.toString()), corsOrigin));
            }
            map(item).forEach((method, operation) -> {
                if (METHODS.contains(method.toString())) {
                    operations.put(method.toString(), operation(path.toString(), map(operation), uri));
                }
            });
            paths.put(path.toString(), operations);
        });
        Map<?, ?> info = map(document.get("info"));
        Map<?, ?> scheme =
                map(map(map(document.get("components")).get("securitySchemes")).get(KEY_SCHEME));
        return sorted(Map.of(
                "openapi", String.valueOf(document.get("openapi")),
                "info",
                        Map.of(
                                "title",
                                String.valueOf(info.get("title")),
                                "version",
                                String.valueOf(info.get("version"))),
                "paths", paths,
                "components", Map.of("securitySchemes", Map.of(KEY_SCHEME, scheme)),
                "x-amazon-apigateway-gateway-responses", GatewayAnswers.problems(corsOrigin)));
    }

    /**
     * Sorts by keys at every level: {@code Map.of} has another order in each JVM, and API Gateway deploys any
     * difference.
     */
    private static Map<String, Object> sorted(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key.toString(), sortedWithin(value)));
        return sorted;
    }

    private static Object sortedWithin(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ApiDocument::sortedWithin).toList();
        }
        return value instanceof Map<?, ?> map ? sorted(map) : value;
    }

    /** The methods of a path that are for pages, in upper case. */
    private static List<String> ofPages(Map<?, ?> item) {
        List<String> methods = new ArrayList<>();
        item.forEach((method, operation) -> {
            if (Boolean.TRUE.equals(map(operation).get(PAGE))) {
                methods.add(method.toString().toUpperCase(Locale.ROOT));
            }
        });
        return methods;
    }

    /**
     * The calls for the shop's servers only, such as {@code /v1/users/{user_id}/DELETE}: all that are not for pages.
     */
    static List<String> ofServers(Path openApi) {
        List<String> calls = new ArrayList<>();
        map(document(openApi).get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method.toString())
                            && !Boolean.TRUE.equals(map(operation).get(PAGE))) {
                        calls.add(path + "/" + method.toString().toUpperCase(Locale.ROOT));
                    }
                }));
        return calls;
    }

    /**
     * The function that answers, by method and path such as {@code GET /v1/popular}.
     *
     * @param ofPages only calls marked {@value #PAGE}
     */
    static Map<String, String> operations(Path openApi, boolean ofPages) {
        Map<String, String> all = new TreeMap<>();
        map(document(openApi).get("paths"))
                .forEach((path, item) -> map(item).forEach((method, operation) -> {
                    if (METHODS.contains(method.toString())
                            && (!ofPages || Boolean.TRUE.equals(map(operation).get(PAGE)))) {
                        all.put(
                                method.toString().toUpperCase(Locale.ROOT) + " " + path,
                                tag(path.toString(), map(operation)));
                    }
                }));
        return all;
    }

    /** The function's entry, by a tag of the contract. */
    static <T> T ofTag(Map<String, T> functions, String tag) {
        T found = functions.get(tag);
        if (found == null) {
            throw new IllegalArgumentException(
                    "functions/openapi.yaml: tag " + tag + " is not a function, expected one of " + functions.keySet());
        }
        return found;
    }

    private static String tag(String path, Map<?, ?> operation) {
        if (!(operation.get("tags") instanceof List<?> tags) || tags.isEmpty()) {
            throw new IllegalArgumentException(
                    "functions/openapi.yaml: " + path + " has no tag, expected the function's name");
        }
        return String.valueOf(tags.get(0));
    }

    private static Map<?, ?> document(Path openApi) {
        try {
            return map(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(openApi)));
        } catch (IOException e) {
            throw new UncheckedIOException(openApi + ": cannot be read", e);
        }
    }

    private static Map<String, Object> operation(String path, Map<?, ?> operation, UnaryOperator<String> uri) {
        Map<String, Object> result = new HashMap<>();
        result.put("operationId", String.valueOf(operation.get("operationId")));
        List<Object> parameters = pathParameters(path);
        if (!parameters.isEmpty()) {
            result.put("parameters", parameters);
        }
        Map<String, Object> responses = new HashMap<>();
        map(operation.get("responses"))
                .forEach((status, response) -> responses.put(
                        status.toString(),
                        Map.of("description", String.valueOf(map(response).get("description")))));
        result.put("responses", responses);
        result.put("security", operation.get("security") instanceof List<?> security ? security : List.of());
        result.put(
                "x-amazon-apigateway-integration",
                Map.of(
                        "type", "aws_proxy",
                        "httpMethod", "POST",
                        "passthroughBehavior", "when_no_match",
                        "uri", uri.apply(tag(path, operation))));
        return result;
    }

    private static List<Object> pathParameters(String path) {
        List<Object> parameters = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (segment.startsWith("{")) {
                String name = segment.substring(1, segment.length() - 1);
                parameters.add(
                        Map.of("name", name, "in", "path", "required", true, "schema", Map.of("type", "string")));
            }
        }
        return parameters;
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
