package io.nextcart.local.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param headers without those that frame the body
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    private static final JsonFactory JSON = new JsonFactory();

    /** A JSON document. */
    public static HttpAnswer json(int status, byte[] body) {
        return new HttpAnswer(status, Map.of("Content-Type", List.of("application/json")), body);
    }

    /** A problem document (RFC 9457). */
    public static HttpAnswer problem(int status, String title, String detail) {
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
    public HttpAnswer with(String header, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(header, List.of(value));
        return new HttpAnswer(status, more, body);
    }
}
