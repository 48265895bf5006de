package io.nextcart.local.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.nextcart.local.http.HttpAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a Lambda with proxy integration answers. */
final class ProxyAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private ProxyAnswer() {}

    /**
     * Reads an answer.
     *
     * @throws IOException when it is not of that form
     */
    static HttpAnswer read(byte[] proxyAnswer) throws IOException {
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
            throw new IOException("body is not valid base64", e);
        }
    }

    private static void headers(JsonParser json, Map<String, List<String>> into) throws IOException {
        expect(json, json.currentToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            List<String> values = into.computeIfAbsent(json.currentName(), name -> new ArrayList<>());
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
