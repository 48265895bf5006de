package io.nextcart.infra.api;

import io.nextcart.store.document.JsonFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * API Gateway's own answers: problem documents (RFC 9457), like those of the Lambdas behind it, and answers to
 * preflights.
 */
final class GatewayAnswers {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private static final String HEADER = "method.response.header.";

    private record Answer(String type, int status, String title, String detail) {}

    private static final List<Answer> ANSWERS = List.of(
            // API Gateway reports an unknown path or method as a missing token.
            new Answer("MISSING_AUTHENTICATION_TOKEN", 404, "Not Found", "No such call"),
            new Answer("RESOURCE_NOT_FOUND", 404, "Not Found", "No such call"),
            new Answer("INVALID_API_KEY", 403, "Forbidden", "X-API-Key is missing or wrong"),
            new Answer("ACCESS_DENIED", 403, "Forbidden", "Not allowed"),
            new Answer("WAF_FILTERED", 403, "Forbidden", "Stopped by the firewall"),
            new Answer("REQUEST_TOO_LARGE", 413, "Content Too Large", "The body is too large"),
            new Answer("THROTTLED", TOO_MANY, "Too Many Requests", "Too many requests a second"),
            new Answer("QUOTA_EXCEEDED", TOO_MANY, "Too Many Requests", "The month's quota is used up"),
            new Answer("INTEGRATION_TIMEOUT", UNAVAILABLE, "Service Unavailable", "No answer in time"),
            new Answer("INTEGRATION_FAILURE", UNAVAILABLE, "Service Unavailable", "No answer now"),
            // Everything else.
            new Answer("DEFAULT_4XX", 400, "Bad Request", "The request cannot be taken"),
            new Answer("DEFAULT_5XX", 500, "Internal Server Error", "The request could not be answered"));

    private GatewayAnswers() {}

    /**
     * The document's {@code x-amazon-apigateway-gateway-responses}. They are part of it because API Gateway deletes any
     * others when it imports a new document.
     *
     * @param corsOrigin origin whose pages may read them; empty for none
     */
    static Map<String, Object> problems(String corsOrigin) {
        Map<String, Object> all = new TreeMap<>();
        for (Answer answer : ANSWERS) {
            Map<String, String> headers = new TreeMap<>();
            headers.put("gatewayresponse.header.Content-Type", "'application/problem+json'");
            if (!corsOrigin.isEmpty()) {
                headers.put("gatewayresponse.header.Access-Control-Allow-Origin", "'" + corsOrigin + "'");
            }
            if (answer.status() == TOO_MANY || answer.status() == UNAVAILABLE) {
                headers.put("gatewayresponse.header.Retry-After", "'1'");
            }
            String body = new JsonFields()
                    .put("type", "about:blank")
                    .put("title", answer.title())
                    .put("status", answer.status())
                    .put("detail", answer.detail())
                    .toText();
            all.put(
                    answer.type(),
                    Map.of(
                            "statusCode", Integer.toString(answer.status()),
                            "responseParameters", headers,
                            "responseTemplates", Map.of("application/json", body)));
        }
        return all;
    }

    /**
     * The operation {@code options} of a path: the answer to a browser's preflight, without a call of a function.
     *
     * @param methods that a page may use, in upper case
     * @param parameters of the path, as its other operations have them
     */
    static Map<String, Object> preflight(String path, List<String> methods, List<Object> parameters, String origin) {
        Map<String, String> answer = new HashMap<>();
        answer.put(HEADER + "Access-Control-Allow-Origin", "'" + origin + "'");
        answer.put(HEADER + "Access-Control-Allow-Methods", "'" + String.join(",", methods) + "'");
        answer.put(HEADER + "Access-Control-Allow-Headers", "'content-type,x-api-key,x-request-id'");
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
