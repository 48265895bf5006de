package io.nextcart.local.http;

import io.nextcart.store.document.JsonFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An HTTP answer.
 *
 * @param headers without those that frame the body
 */
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {
    public static HttpAnswer json(int status, byte[] body) {
        return new HttpAnswer(status, Map.of("Content-Type", List.of("application/json")), body);
    }

    /** A problem document (RFC 9457). */
    public static HttpAnswer problem(int status, String title, String detail) {
        byte[] body = new JsonFields()
                .put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .toBytes();
        return new HttpAnswer(status, Map.of("Content-Type", List.of("application/problem+json")), body);
    }

    public HttpAnswer with(String header, String value) {
        Map<String, List<String>> more = new LinkedHashMap<>(headers);
        more.put(header, List.of(value));
        return new HttpAnswer(status, more, body);
    }
}
