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
            values(json, "headers", "multiValueHeaders", headers);
            values(json, "queryStringParameters", "multiValueQueryStringParameters", query);
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
        String text = text(body);
        if (body.length == 0) {
            json.writeNullField("body");
        } else if (text != null) {
            json.writeStringField("body", text);
        } else {
            json.writeBinaryField("body", body);
        }
        json.writeBooleanField("isBase64Encoded", text == null);
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

    /** Writes the last value of each name, then every value. */
    private static void values(JsonGenerator json, String single, String multiple, Map<String, List<String>> values)
            throws IOException {
        if (values.isEmpty()) {
            json.writeNullField(single);
            json.writeNullField(multiple);
            return;
        }
        json.writeObjectFieldStart(single);
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            List<String> all = each.getValue();
            json.writeStringField(each.getKey(), all.get(all.size() - 1));
        }
        json.writeEndObject();
        json.writeObjectFieldStart(multiple);
        for (Map.Entry<String, List<String>> each : values.entrySet()) {
            String[] all = each.getValue().toArray(String[]::new);
            json.writeFieldName(each.getKey());
            json.writeArray(all, 0, all.length);
        }
        json.writeEndObject();
    }
}
