package io.nextcart.local.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param headers without those that frame the body
 */
record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    private static final JsonFactory JSON = new JsonFactory();

    /** A problem document (RFC 9457). */
    static HttpAnswer problem(int status, String title, String detail) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", "about:blank");
            json.writeStringField("title", title);
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return new HttpAnswer(status, Map.of("Content-Type", List.of("application/problem+json")), bytes.toByteArray());
    }

    /** The same with one more header. */
    HttpAnswer with(String header, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(header, List.of(value));
        return new HttpAnswer(status, more, body);
    }

    /**
     * Reads what a Lambda with proxy integration answered.
     *
     * @throws IOException when it is not of that form
     */
    static HttpAnswer ofProxy(byte[] proxyAnswer) throws IOException {
        int status = 0;
        boolean base64 = false;
        String body = "";
        Map<String, List<String>> headers = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(proxyAnswer)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (value == JsonToken.VALUE_NULL) {
                    continue;
                }
                switch (field) {
                    case "statusCode" -> status = json.getIntValue();
                    case "isBase64Encoded" -> base64 = json.getBooleanValue();
                    case "body" -> body = json.getText();
                    case "headers", "multiValueHeaders" -> headers(json, headers);
                    default -> json.skipChildren();
                }
            }
        }
        if (status < 200 || status > 599) {
            throw new IOException("statusCode is " + status + ", expected 200 to 599");
        }
        try {
            byte[] bytes = base64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
            return new HttpAnswer(status, headers, bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException("body is no base64", e);
        }
    }

    private static void headers(JsonParser json, Map<String, List<String>> into) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            List<String> values = into.computeIfAbsent(name, unused -> new ArrayList<>());
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    values.add(json.getText());
                }
            } else {
                values.add(json.getText());
            }
        }
    }

    private static void expect(JsonParser json, JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new IOException("found " + found + " at " + json.currentLocation() + ", expected " + expected);
        }
    }
}
