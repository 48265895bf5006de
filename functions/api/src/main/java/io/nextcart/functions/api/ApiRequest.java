package io.nextcart.functions.api;

import java.util.List;
import java.util.Map;

/**
 * A request as API Gateway hands it over, after the checks that need no knowledge of the call.
 *
 * @param method in upper case, such as {@code GET}
 * @param path as sent, percent-encoded
 * @param pathParameters what the {@link Router} found in the path, percent-decoded
 * @param query every value of every parameter, decoded, in the order sent
 * @param headers by name in lower case
 * @param body at most {@link ProxyEvent#MAX_BODY_BYTES}; empty when there is none
 * @param requestId names the request in logs and answers
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        String requestId) {
    ApiRequest with(Map<String, String> parameters) {
        return new ApiRequest(method, path, parameters, query, headers, body, requestId);
    }
}
