package io.nextcart.functions.api;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Calls a handler as API Gateway would: {@code ProxyCall.of("GET /v1/popular?k=3").to(handler)}. */
public final class ProxyCall {
    private final String method;
    private final String path;
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new TreeMap<>();
    private @Nullable String body;
    private boolean base64;

    private ProxyCall(String method, String path) {
        this.method = method;
        this.path = path;
        headers.put("Accept", "*/*");
        headers.put("X-API-Key", "secret");
    }

    public record Reply(int status, Map<String, String> headers, String body) {
        /** The body, which must be a JSON object. */
        public Map<String, Object> json() {
            try {
                return JSON.std.mapFrom(body);
            } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + body, e);
            }
        }

        /** A list member. */
        public List<Object> list(String member) {
            return ((List<?>) json().get(member))
                    .stream().<Object>map(each -> each).toList();
        }

        /** One member of each object in a list. */
        public List<Object> list(String member, String ofEach) {
            return list(member).stream()
                    .<Object>map(each -> ((Map<?, ?>) each).get(ofEach))
                    .toList();
        }
    }

    /** @param line method, encoded path and query */
    public static ProxyCall of(String line) {
        String[] parts = line.split(" ", 2);
        String[] target = parts[1].split("\\?", 2);
        ProxyCall call = new ProxyCall(parts[0], target[0]);
        if (target.length == 2) {
            for (String pair : target[1].split("&")) {
                String[] sides = pair.split("=", 2);
                call.query(
                        URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
                        sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
            }
        }
        return call;
    }

    public ProxyCall query(String name, String value) {
        query.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        return this;
    }

    public ProxyCall header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ProxyCall body(String text) {
        body = text;
        base64 = false;
        return this;
    }

    public ProxyCall bytes(byte[] bytes) {
        body = Base64.getEncoder().encodeToString(bytes);
        base64 = true;
        return this;
    }

    /** The event as JSON, with all fields that API Gateway sends. */
    public String event() {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("resource", "/{proxy+}");
        event.put("path", path);
        event.put("httpMethod", method);
        event.put("headers", headers);
        Map<String, List<String>> multiHeaders = new TreeMap<>();
        headers.forEach((name, value) -> multiHeaders.put(name, List.of(value)));
        event.put("multiValueHeaders", multiHeaders);
        Map<String, String> last = new LinkedHashMap<>();
        query.forEach((name, values) -> last.put(name, values.get(values.size() - 1)));
        event.put("queryStringParameters", query.isEmpty() ? null : last);
        event.put("multiValueQueryStringParameters", query.isEmpty() ? null : query);
        event.put("pathParameters", Map.of("proxy", path));
        event.put("stageVariables", null);
        Map<String, Object> identity = Map.of("sourceIp", "192.0.2.1", "requestId", "not-this-one");
        event.put("requestContext", Map.of("identity", identity, "stage", "prod", "requestId", "gateway-1"));
        event.put("body", body);
        event.put("isBase64Encoded", base64);
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Reply to(RequestStreamHandler handler) {
        return send(event(), handler);
    }

    /** Sends any text as the event, valid or not. */
    public static Reply send(String event, RequestStreamHandler handler) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), out, null);
            Map<String, Object> proxy = JSON.std.mapFrom(out.toByteArray());
            Map<String, String> headers = new TreeMap<>();
            ((Map<?, ?>) proxy.get("headers"))
                    .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
            return new Reply((Integer) proxy.get("statusCode"), headers, (String) proxy.get("body"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
