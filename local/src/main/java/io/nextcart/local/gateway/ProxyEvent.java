package io.nextcart.local.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request in the form in which API Gateway's REST API hands it to a Lambda with proxy integration.
 *
 * @param path as sent, percent-encoded
 * @param query every value of every parameter, decoded
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html">Set up
 *     Lambda proxy integrations in API Gateway</a>
 */
record ProxyEvent(
        String method,
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        byte[] body,
        String requestId,
        String sourceIp) {
    private static final JsonFactory JSON = new JsonFactory();

    /** The event as JSON, UTF-8. */
    byte[] toJson() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024 + 2 * body.length);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("resource", "/{proxy+}");
            json.writeStringField("path", path);
            json.writeStringField("httpMethod", method);
            last(json, "headers", headers);
            every(json, "multiValueHeaders", headers);
            last(json, "queryStringParameters", query);
            every(json, "multiValueQueryStringParameters", query);
            json.writeNullField("pathParameters");
            json.writeNullField("stageVariables");
            json.writeObjectFieldStart("requestContext");
            json.writeStringField("requestId", requestId);
            json.writeStringField("httpMethod", method);
            json.writeStringField("path", path);
            json.writeStringField("protocol", "HTTP/1.1");
            json.writeStringField("stage", "local");
            json.writeObjectFieldStart("identity");
            json.writeStringField("sourceIp", sourceIp);
            json.writeEndObject();
            json.writeEndObject();
            body(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void body(JsonGenerator json) throws IOException {
        String text = body.length == 0 ? null : text(body);
        if (body.length == 0) {
            json.writeNullField("body");
        } else if (text != null) {
            json.writeStringField("body", text);
        } else {
            json.writeBinaryField("body", body);
        }
        json.writeBooleanField("isBase64Encoded", body.length > 0 && text == null);
    }

    /** The bytes as text, or null when they are no UTF-8. */
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

    private static void last(JsonGenerator json, String field, Map<String, List<String>> values) throws IOException {
        if (values.isEmpty()) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            List<String> all = each.getValue();
            json.writeStringField(each.getKey(), all.get(all.size() - 1));
        }
        json.writeEndObject();
    }

    private static void every(JsonGenerator json, String field, Map<String, List<String>> values) throws IOException {
        if (values.isEmpty()) {
            json.writeNullField(field);
            return;
        }
        json.writeObjectFieldStart(field);
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            json.writeArrayFieldStart(each.getKey());
            for (String value : each.getValue()) {
                json.writeString(value);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }
}
