package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer, and how API Gateway takes it.
 *
 * @param status HTTP status, 200–599
 * @param headers besides the content type and the request id
 * @param body a JSON document
 * @param measures what is told of the answer in metrics, and to nobody else
 */
public record ApiResponse(
        int status, String contentType, Map<String, String> headers, String body, List<Measure> measures) {
    private static final JsonFactory JSON = new JsonFactory();

    public ApiResponse {
        requireNonNull(contentType, "contentType is null");
        headers = Map.copyOf(requireNonNull(headers, "headers is null"));
        requireNonNull(body, "body is null");
        measures = List.copyOf(requireNonNull(measures, "measures is null"));
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + ", expected 200 to 599");
        }
    }

    /** Writes one JSON value. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** An answer of JSON, {@code application/json}. */
    public static ApiResponse json(int status, Body body) {
        return new ApiResponse(status, "application/json", Map.of(), text(body), List.of());
    }

    /** The same answer, with more to tell of it. */
    public ApiResponse with(List<Measure> more) {
        return new ApiResponse(status, contentType, headers, body, more);
    }

    /** The same answer, with more headers. */
    ApiResponse with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new ApiResponse(status, contentType, all, body, measures);
    }

    /** The document that {@code body} writes. */
    static String text(Body body) {
        // Through a Writer: unlike the generator of UTF-8, it does not throw on half a surrogate pair.
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            body.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer could not be written as JSON", e);
        }
        return text.toString();
    }

    /** Writes the proxy answer, UTF-8. */
    void writeTo(OutputStream out, String requestId) throws IOException {
        String proxy = text(json -> {
            json.writeStartObject();
            json.writeNumberField("statusCode", status);
            json.writeObjectFieldStart("headers");
            json.writeStringField("content-type", contentType);
            json.writeStringField("x-request-id", requestId);
            for (Map.Entry<String, String> header : headers.entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            json.writeBooleanField("isBase64Encoded", false);
            json.writeStringField("body", body);
            json.writeEndObject();
        });
        out.write(proxy.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
