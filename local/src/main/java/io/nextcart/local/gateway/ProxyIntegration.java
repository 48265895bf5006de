package io.nextcart.local.gateway;

import io.nextcart.local.http.HttpAnswer;
import io.nextcart.local.http.HttpRequest;
import io.nextcart.store.document.JsonFields;
import io.nextcart.store.document.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON that API Gateway's REST API exchanges with a Lambda: requests and answers.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">
 *     Set up Lambda proxy integrations in API Gateway</a>
 */
final class ProxyIntegration {
    private ProxyIntegration() {}

    /**
     * The event for a request.
     *
     * @param method as the function sees it
     * @param query every value of every parameter, decoded
     * @param id identifies the request in logs
     */
    static byte[] event(HttpRequest request, String method, Map<String, List<String>> query, byte[] body, String id) {
        JsonFields event = new JsonFields()
                .put("resource", "/{proxy+}")
                .put("path", request.path())
                .put("httpMethod", method);
        putValues(event, "headers", "multiValueHeaders", request.headers());
        putValues(event, "queryStringParameters", "multiValueQueryStringParameters", query);
        String text = text(body);
        String encoded = text == null ? Base64.getEncoder().encodeToString(body) : text;
        return event.put("requestContext", context(request, method, id))
                .put("body", body.length == 0 ? null : encoded)
                .put("isBase64Encoded", text == null)
                .toBytes();
    }

    private static JsonFields context(HttpRequest request, String method, String id) {
        return new JsonFields()
                .put("requestId", id)
                .put("httpMethod", method)
                .put("path", request.path())
                .put("protocol", "HTTP/1.1")
                .put("stage", "local")
                .put("identity", new JsonFields().put("sourceIp", request.client()));
    }

    /** Puts the last value of each name, then every value; null twice when there are none. */
    private static void putValues(JsonFields event, String single, String multiple, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            event.put(single, (String) null).put(multiple, (String) null);
            return;
        }
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, all) -> last.put(name, all.get(all.size() - 1)));
        event.put(single, last).put(multiple, values);
    }

    /** The bytes as text, or null when they are not UTF-8. */
    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /**
     * Reads a function's answer.
     *
     * @throws IOException when it has another form
     */
    static HttpAnswer answer(byte[] json) throws IOException {
        JsonObject answer = JsonObject.read(json, "the function", "an answer with statusCode, headers and body");
        int status = (int) answer.count("statusCode");
        if (status < 200 || status > 599) {
            throw answer.wrong("statusCode", "200 to 599");
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        JsonObject single = answer.objectOrEmpty("headers");
        for (String name : single.names()) {
            headers.put(name, List.of(single.text(name)));
        }
        JsonObject multiple = answer.objectOrEmpty("multiValueHeaders");
        for (String name : multiple.names()) {
            headers.merge(name, multiple.texts(name), ProxyIntegration::joined);
        }
        String body = answer.has("body") ? answer.text("body") : "";
        if (!answer.has("isBase64Encoded") || !answer.flag("isBase64Encoded")) {
            return new HttpAnswer(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return new HttpAnswer(status, headers, Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            throw new IOException("body is not valid base64", e);
        }
    }

    private static List<String> joined(List<String> first, List<String> more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(more);
        return all;
    }
}
