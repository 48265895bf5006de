package io.nextcart.store.document;

import io.nextcart.store.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Current} as the JSON object {@code {"champion", "challenger", "challenger_share", "previous", "published_at"}}.
 * Versions are names of folders below {@code models/}; {@code published_at} is ISO 8601 in UTC. Fields that this code does
 * not know are ignored, so that older code reads what newer code wrote.
 */
public final class CurrentJson {
    private CurrentJson() {}

    /** The document as UTF-8, always in the same order of fields. */
    public static byte[] write(Current current) {
        if (!(current.challengerShare() >= 0 && current.challengerShare() <= 1)) {
            throw new IllegalArgumentException(
                    "challenger share is " + current.challengerShare() + ", expected a number from 0 to 1");
        }
        StringBuilder json = new StringBuilder(160);
        json.append("{\"champion\":").append(quoted(current.champion()));
        json.append(",\"challenger\":").append(quoted(current.challenger()));
        json.append(",\"challenger_share\":").append(current.challengerShare());
        json.append(",\"previous\":").append(quoted(current.previous()));
        json.append(",\"published_at\":\"").append(Instant.ofEpochMilli(current.publishedAtMs()));
        return json.append("\"}\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a document.
     *
     * @param place where the bytes come from, for messages
     * @throws BundleException that names the place, the field, what it holds and what was expected
     */
    public static Current read(byte[] bytes, String place) throws BundleException {
        Map<String, Object> fields;
        try {
            fields = JsonObject.read(bytes);
        } catch (IOException e) {
            throw new BundleException(
                    place + ": " + e.getMessage()
                            + ", expected one with the champion, which names the model that serves",
                    e);
        }
        String champion = version(fields, "champion", place);
        if (champion == null) {
            throw wrong(place, "champion", null, "the name of a version");
        }
        return new Current(
                champion,
                version(fields, "challenger", place),
                share(fields, place),
                version(fields, "previous", place),
                publishedAtMs(fields, place));
    }

    private static @Nullable String version(Map<String, Object> fields, String field, String place)
            throws BundleException {
        Object value = fields.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && ObjectKey.isSegment(text)) {
            return text;
        }
        throw wrong(place, field, value, "the name of a version");
    }

    private static double share(Map<String, Object> fields, String place) throws BundleException {
        Object value = fields.get("challenger_share");
        if (value == null) {
            return 0;
        }
        if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw wrong(place, "challenger_share", value, "a number from 0 to 1");
    }

    private static long publishedAtMs(Map<String, Object> fields, String place) throws BundleException {
        Object value = fields.get("published_at");
        BundleException wrong = wrong(place, "published_at", value, "a moment such as 2015-09-18T02:59:47Z");
        if (!(value instanceof String text)) {
            throw wrong;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static BundleException wrong(String place, String field, @Nullable Object value, String expected) {
        String shown = value instanceof String ? "'" + value + "'" : value == null ? "missing" : value.toString();
        return new BundleException(place + ": field '" + field + "' is " + shown + ", expected " + expected);
    }

    private static String quoted(@Nullable String version) {
        if (version == null) {
            return "null";
        }
        if (!ObjectKey.isSegment(version)) {
            throw new IllegalArgumentException("version is '" + version + "', expected the name of a folder");
        }
        return '"' + version + '"';
    }
}
