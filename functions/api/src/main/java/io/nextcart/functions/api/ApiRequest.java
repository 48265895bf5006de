package io.nextcart.functions.api;

import io.nextcart.data.Pseudonyms;
import java.util.List;
import java.util.Map;

/**
 * A request from API Gateway, after the checks that do not depend on the call.
 *
 * @param method in upper case, such as {@code GET}
 * @param path as sent, percent-encoded
 * @param pathParameters found in the path by the {@link Router}, percent-decoded
 * @param query every value of every parameter, decoded, in the order sent
 * @param headers by name in lower case
 * @param body at most {@link #MAX_BODY_BYTES}; empty when there is none
 * @param requestId identifies the request in logs and responses
 * @param pseudonyms that {@link Fields} reads in place of the ids of users
 */
public record ApiRequest(
        String method,
        String path,
        Map<String, String> pathParameters,
        Map<String, List<String>> query,
        Map<String, String> headers,
        byte[] body,
        String requestId,
        Pseudonyms pseudonyms) {
    /** The largest body, both as sent and decoded. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** What a larger one is answered. */
    public static final String TOO_LARGE = "The body is larger than " + MAX_BODY_BYTES + " bytes";

    ApiRequest with(Map<String, String> parameters) {
        return new ApiRequest(method, path, parameters, query, headers, body, requestId, pseudonyms);
    }
}
