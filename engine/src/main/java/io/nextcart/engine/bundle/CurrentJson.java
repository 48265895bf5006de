package io.nextcart.engine.bundle;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code models/current.json}: reads and writes {@link Current}. Unknown fields are ignored. */
public final class CurrentJson {
    private CurrentJson() {}

    /** The document's bytes, UTF-8. */
    public static byte[] write(Current current) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("champion", current.champion());
        root.put("challenger", current.challenger());
        root.put("challenger_share", current.challengerShare());
        root.put("previous", current.previous());
        root.put("published_at", current.publishedAtMs());
        return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asBytes(root);
    }

    /**
     * Parses the document.
     *
     * @param place where it came from, for messages
     */
    public static Current parse(byte[] json, String place) throws BundleException {
        Map<String, Object> root;
        try {
            root = JSON.std.mapFrom(json);
        } catch (IOException e) {
            throw new BundleException(place + ": not JSON: " + e.getMessage(), e);
        }
        if (!(root.get("champion") instanceof String champion)) {
            throw new BundleException(place + ": field 'champion' is missing or no text");
        }
        double share = root.get("challenger_share") instanceof Number number ? number.doubleValue() : 0;
        long publishedAtMs = root.get("published_at") instanceof Number number ? number.longValue() : 0;
        return new Current(
                champion, text(root, "challenger", place), share, text(root, "previous", place), publishedAtMs);
    }

    private static @Nullable String text(Map<String, Object> root, String field, String place) throws BundleException {
        Object value = root.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new BundleException(place + ": field '" + field + "' is no text");
    }
}
