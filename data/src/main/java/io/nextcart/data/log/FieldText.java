package io.nextcart.data.log;

import io.nextcart.data.Ids;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads fields of a JSON object; what is not as expected is an {@link IllegalArgumentException} with field and reason. */
final class FieldText {
    private FieldText() {}

    static String required(Map<String, Object> fields, String name) {
        String id = id(fields, name);
        if (id == null) {
            throw new IllegalArgumentException(name + " is missing, expected 1 to " + Ids.MAX_LENGTH + " characters");
        }
        return id;
    }

    static @Nullable String id(Map<String, Object> fields, String name) {
        String text = text(fields, name);
        return text == null ? null : Ids.check(name, text);
    }

    static @Nullable String text(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        if (value != null && !(value instanceof String)) {
            throw new IllegalArgumentException(name + " expected text");
        }
        return (String) value;
    }

    static long time(Map<String, Object> fields, String name) {
        Object value = fields.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing, " + EventDecoder.EXPECTED_TIME);
        }
        try {
            return EventDecoder.timestampMs(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }
}
