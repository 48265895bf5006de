package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.JsonFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * A response, in the form that API Gateway takes.
 *
 * @param status HTTP status, 200–599
 * @param headers besides the content type and the request id
 * @param body a JSON document, a script or a page
 * @param measures for metrics; never sent to the caller
 */
public record ApiResponse(
        int status, String contentType, Map<String, String> headers, String body, List<Measure> measures) {
    public static final String SCRIPT = "text/javascript";

    public ApiResponse {
        requireNonNull(contentType, "contentType is null");
        headers = Map.copyOf(requireNonNull(headers, "headers is null"));
        requireNonNull(body, "body is null");
        measures = List.copyOf(requireNonNull(measures, "measures is null"));
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is " + status + ", expected 200 to 599");
        }
    }

    /** A response that is a JSON object, {@code application/json}. */
    public static ApiResponse json(int status, JsonFields fields) {
        return new ApiResponse(status, "application/json", Map.of(), fields.toText(), List.of());
    }

    /** The same response with these measures. */
    public ApiResponse with(List<Measure> more) {
        return new ApiResponse(status, contentType, headers, body, more);
    }

    /** The same response with more headers. */
    public ApiResponse with(Map<String, String> more) {
        if (more.isEmpty()) {
            return this;
        }
        Map<String, String> all = new TreeMap<>(headers);
        all.putAll(more);
        return new ApiResponse(status, contentType, all, body, measures);
    }

    /**
     * Writes the proxy response as UTF-8.
     *
     * @param takesGzip whether a script or page may be compressed; JSON is too short to be worth it
     */
    void writeTo(OutputStream out, String requestId, boolean takesGzip) throws IOException {
        boolean packs = takesGzip && contentType.startsWith("text/") && !body.isEmpty();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("content-type", contentType);
        all.put("x-request-id", requestId);
        all.putAll(headers);
        if (packs) {
            all.put("content-encoding", "gzip");
        }
        JsonFields proxy = new JsonFields()
                .put("statusCode", status)
                .put("headers", all)
                .put("isBase64Encoded", packs)
                .put("body", packs ? packed(body) : body);
        // First to text, where half a surrogate pair is not an error.
        out.write(proxy.toText().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String packed(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }
}
