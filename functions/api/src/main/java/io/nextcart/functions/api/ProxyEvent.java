package io.nextcart.functions.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.log.GzipMembers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Reads the event that API Gateway passes to a Lambda: from a REST API, or from an HTTP API with payload 1.0. */
final class ProxyEvent {
    /** The largest event: a body with the worst escaping, and room for headers. */
    private static final int MAX_EVENT_BYTES = 8 * ApiRequest.MAX_BODY_BYTES;

    /** Names of headers and parameters are the sender's, as in {@link JsonBody}. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .build();

    private static final JSON READER = JSON.std.without(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Map<?, ?> event = Map.of();
    private final Map<String, String> headers = new HashMap<>();

    /**
     * Reads and checks the event.
     *
     * @throws ProblemException 400 when it is not such an event, 413 when the body is too large, 415 when its encoding
     *     is not gzip
     */
    ApiRequest read(InputStream in, String fallbackId, Pseudonyms pseudonyms) throws IOException {
        byte[] bytes = in.readNBytes(MAX_EVENT_BYTES + 1);
        if (bytes.length > MAX_EVENT_BYTES) {
            throw ProblemException.tooLarge();
        }
        event = object(bytes);
        Set<String> keys = new LinkedHashSet<>();
        lists("multiValueHeaders").forEach((name, values) -> {
            headers.put(lower(name), values.get(0));
            keys.addAll(lower(name).equals(ApiKeys.HEADER) ? values : List.of());
        });
        texts("headers").forEach((name, value) -> headers.put(lower(name), value));
        if (keys.size() > 1) { // a proxy may have added one to a caller's: together they are none that is known
            headers.put(ApiKeys.HEADER, String.join(", ", keys));
        }
        Map<String, List<String>> query = new HashMap<>();
        texts("queryStringParameters").forEach((name, value) -> query.put(name, List.of(value)));
        query.putAll(lists("multiValueQueryStringParameters"));
        String method = required("httpMethod").toUpperCase(Locale.ROOT);
        return new ApiRequest(method, path(), Map.of(), query, headers, body(), requestId(fallbackId), pseudonyms);
    }

    /** Whether a gateway wrote the event; otherwise the sender had AWS's right to invoke the function. */
    boolean isFromGateway() {
        return event.get("requestContext") instanceof Map<?, ?>;
    }

    /** Whether the response may be compressed: an HTTP API decodes base64, a REST API passes it on undecoded. */
    boolean takesGzip() {
        return event.get("version") != null
                && List.of(headers.getOrDefault("accept-encoding", "").split("\\s*,\\s*"))
                        .contains("gzip");
    }

    /** The id of the key that a REST API checked; empty for none. */
    String keyId() {
        return event.get("requestContext") instanceof Map<?, ?> context
                        && context.get("identity") instanceof Map<?, ?> identity
                        && identity.get("apiKeyId") instanceof String id
                ? id
                : "";
    }

    /**
     * The path, percent-encoded. A REST API passes it as sent. An HTTP API, whose events have a version, decodes it, so
     * it is rebuilt from the route's template and the decoded parameters.
     */
    private String path() {
        String path = required("path");
        String resource = text("resource", event.get("resource"));
        if (event.get("version") == null || resource.isEmpty()) {
            return path;
        }
        Map<String, String> parameters = texts("pathParameters");
        Matcher names = PARAMETER.matcher(resource);
        StringBuilder encoded = new StringBuilder();
        while (names.find()) {
            String value = parameters.get(names.group(1));
            if (value == null) {
                return path;
            }
            names.appendReplacement(
                    encoded,
                    Matcher.quoteReplacement(
                            URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20")));
        }
        return encoded.isEmpty() ? path : names.appendTail(encoded).toString();
    }

    /** The sender's id if valid, else the gateway's, else the fallback; works on a partly read event. */
    String requestId(String fallback) {
        Object gateways = event.get("requestContext") instanceof Map<?, ?> context ? context.get("requestId") : null;
        for (Object id : new @Nullable Object[] {headers.get("x-request-id"), gateways}) {
            if (id instanceof String text && REQUEST_ID.matcher(text).matches()) {
                return text;
            }
        }
        return fallback;
    }

    private static Map<?, ?> object(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (READER.anyFrom(parser) instanceof Map<?, ?> object) {
                return object;
            }
        } catch (IOException e) {
            throw malformed("is not JSON");
        }
        throw malformed("is not a JSON object");
    }

    private String required(String field) {
        Object value = event.get(field);
        if (value == null) {
            throw malformed("has no " + field);
        }
        return text(field, value);
    }

    private Map<String, String> texts(String field) {
        Map<String, String> texts = new HashMap<>();
        entries(field).forEach((name, value) -> texts.put((String) name, text(field, value)));
        return texts;
    }

    /** The lists of a field by name, without empty ones. */
    private Map<String, List<String>> lists(String field) {
        Map<String, List<String>> lists = new HashMap<>();
        entries(field).forEach((name, value) -> {
            if (!(value instanceof List<?> list)) {
                throw malformed("has a " + field + " that does not hold lists");
            }
            if (!list.isEmpty()) {
                lists.put(
                        (String) name,
                        list.stream().map(one -> text(field, one)).toList());
            }
        });
        return lists;
    }

    private Map<?, ?> entries(String field) {
        Object value = event.get(field);
        if (value != null && !(value instanceof Map)) {
            throw malformed("has a " + field + " that is not an object");
        }
        return value instanceof Map<?, ?> object ? object : Map.of();
    }

    private static String text(String field, @Nullable Object value) {
        if (value != null && !(value instanceof String)) {
            throw malformed("has a " + field + " that is not text");
        }
        return value == null ? "" : (String) value;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private byte[] body() {
        String body = text("body", event.get("body"));
        byte[] bytes;
        if (Boolean.TRUE.equals(event.get("isBase64Encoded"))) {
            try {
                bytes = Base64.getDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("body", "is not base64, though the event says so");
            }
        } else {
            bytes = body.getBytes(StandardCharsets.UTF_8);
        }
        if (bytes.length > ApiRequest.MAX_BODY_BYTES) {
            throw ProblemException.tooLarge();
        }
        return decoded(bytes, headers.getOrDefault("content-encoding", "").strip());
    }

    /** Undoes the content encoding; a gateway may have decoded the body and left the header. */
    private static byte[] decoded(byte[] bytes, String encoding) {
        if (bytes.length == 0 || encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
            return bytes;
        }
        if (!encoding.equalsIgnoreCase("gzip") && !encoding.equalsIgnoreCase("x-gzip")) {
            throw ProblemException.unknownEncoding(encoding);
        }
        if (bytes[0] != (byte) GZIPInputStream.GZIP_MAGIC) {
            return bytes;
        }
        try (InputStream in = GzipMembers.of(bytes)) {
            byte[] plain = in.readNBytes(ApiRequest.MAX_BODY_BYTES + 1);
            if (plain.length > ApiRequest.MAX_BODY_BYTES) {
                throw ProblemException.tooLarge();
            }
            return plain;
        } catch (IOException e) {
            throw ProblemException.invalid("body", "is damaged gzip, though Content-Encoding says gzip");
        }
    }

    private static ProblemException malformed(String fault) {
        return ProblemException.invalid("request", fault + ", expected an API Gateway proxy event (REST, payload 1.0)");
    }
}
