package io.nextcart.infra.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** API Gateway's answer to a browser that asks, by {@code OPTIONS}, whether a page may call a path. No function is asked. */
final class Preflight {
    private static final String HEADER = "method.response.header.";

    private Preflight() {}

    /**
     * The operation {@code options} of a path.
     *
     * @param methods that a page may use, in upper case
     * @param parameters of the path, as its other operations have them
     */
    static Map<String, Object> operation(String path, List<String> methods, List<Object> parameters, String origin) {
        Map<String, String> answer = new HashMap<>();
        answer.put(HEADER + "Access-Control-Allow-Origin", "'" + origin + "'");
        answer.put(HEADER + "Access-Control-Allow-Methods", "'" + String.join(",", methods) + "'");
        answer.put(HEADER + "Access-Control-Allow-Headers", "'content-type,x-api-key'");
        answer.put(HEADER + "Access-Control-Max-Age", "'7200'");
        Map<String, Object> headers = new HashMap<>();
        answer.keySet()
                .forEach(name ->
                        headers.put(name.substring(HEADER.length()), Map.of("schema", Map.of("type", "string"))));
        Map<String, Object> operation = new HashMap<>();
        operation.put("operationId", "preflight" + path.replaceAll("[^A-Za-z0-9]", ""));
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        operation.put("responses", Map.of("204", Map.of("description", "What a page may ask", "headers", headers)));
        operation.put("security", List.of());
        operation.put(
                "x-amazon-apigateway-integration",
                Map.of(
                        "type",
                        "mock",
                        "passthroughBehavior",
                        "when_no_match",
                        "requestTemplates",
                        Map.of("application/json", "{\"statusCode\": 204}"),
                        "responses",
                        Map.of("default", Map.of("statusCode", "204", "responseParameters", answer))));
        return operation;
    }
}
