package io.nextcart.functions.api;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the event that API Gateway (REST, proxy integration, payload 1.0) passes to a Lambda, as a stream: fields that are
 * not used cost nothing, and no event classes are loaded at a cold start.
 */
final class ProxyEvent {
    /** The largest body, decoded. */
    static final int MAX_BODY_BYTES = 1 << 20;

    /** The largest event: a body escaped in the worst way, and room for headers. */
    private static final int MAX_EVENT_BYTES = 8 * MAX_BODY_BYTES;

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final String REQUEST_ID_HEADER = "x-request-id";
    private static final byte[] NO_BODY = {};

    private @Nullable String method;
    private @Nullable String path;
    private final Map<String, List<String>> query = new HashMap<>();
    private final Map<String, String> headers = new HashMap<>();
    private @Nullable String body;
    private boolean base64;
    private @Nullable String gatewayRequestId;

    /**
     * Reads and checks.
     *
     * @throws ProblemException 400 when it is not such an event, 413 when the body is too large
     */
    ApiRequest read(InputStream in, String fallbackId) throws IOException {
        byte[] event = in.readNBytes(MAX_EVENT_BYTES + 1);
        if (event.length > MAX_EVENT_BYTES) {
            throw ProblemException.tooLarge(MAX_BODY_BYTES);
        }
        try (JsonParser parser = JSON.createParser(event)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("is not a JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field(parser);
            }
        } catch (IOException e) {
            throw malformed("is not JSON");
        }
        if (method == null) {
            throw malformed("has no httpMethod");
        }
        if (path == null) {
            throw malformed("has no path");
        }
        return new ApiRequest(
                method.toUpperCase(Locale.ROOT), path, Map.of(), query, headers, bodyBytes(), requestId(fallbackId));
    }

    /** The sender's id when it is one, else the gateway's, else the fallback; as far as the event could be read. */
    String requestId(String fallback) {
        for (String id : new @Nullable String[] {headers.get(REQUEST_ID_HEADER), gatewayRequestId}) {
            if (id != null && REQUEST_ID.matcher(id).matches()) {
                return id;
            }
        }
        return fallback;
    }

    private void field(JsonParser parser) throws IOException {
        String name = parser.currentName();
        parser.nextToken();
        switch (name) {
            case "httpMethod" -> method = text(parser, name);
            case "path" -> path = text(parser, name);
            case "body" -> body = text(parser, name);
            case "isBase64Encoded" -> base64 = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "headers" ->
                entries(parser, name, false, (key, values) -> headers.put(key.toLowerCase(Locale.ROOT), values.get(0)));
            case "multiValueHeaders" ->
                entries(
                        parser,
                        name,
                        true,
                        (key, values) -> headers.putIfAbsent(key.toLowerCase(Locale.ROOT), values.get(0)));
            case "queryStringParameters" -> entries(parser, name, false, query::putIfAbsent);
            case "multiValueQueryStringParameters" -> entries(parser, name, true, query::put);
            case "requestContext" -> context(parser);
            default -> parser.skipChildren();
        }
    }

    private interface Entry {
        void put(String key, List<String> values);
    }

    private void context(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean id = parser.currentName().equals("requestId");
            if (parser.nextToken() == JsonToken.VALUE_STRING && id) {
                gatewayRequestId = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
    }

    /** Reads an object of texts or, when {@code multiple}, of lists of texts. */
    private static void entries(JsonParser parser, String field, boolean multiple, Entry entry) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed("has a " + field + " that is not an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            List<String> values = new ArrayList<>();
            if (!multiple) {
                parser.nextToken();
                values.add(requireNonNullElse(text(parser, field), ""));
            } else if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    values.add(requireNonNullElse(text(parser, field), ""));
                }
            } else {
                throw malformed("has a " + field + " that does not hold lists");
            }
            if (!values.isEmpty()) {
                entry.put(key, values);
            }
        }
    }

    private static @Nullable String text(JsonParser parser, String field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (token != JsonToken.VALUE_STRING) {
            throw malformed("has a " + field + " that is not text");
        }
        return parser.getText();
    }

    private byte[] bodyBytes() {
        if (body == null || body.isEmpty()) {
            return NO_BODY;
        }
        byte[] bytes;
        if (base64) {
            try {
                bytes = Base64.getDecoder().decode(body);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalid("body", "is not base64, though the event says so");
            }
        } else {
            bytes = body.getBytes(StandardCharsets.UTF_8);
        }
        if (bytes.length > MAX_BODY_BYTES) {
            throw ProblemException.tooLarge(MAX_BODY_BYTES);
        }
        return bytes;
    }

    private static ProblemException malformed(String fault) {
        return ProblemException.invalid("request", fault + ", expected an API Gateway proxy event (REST, payload 1.0)");
    }
}
