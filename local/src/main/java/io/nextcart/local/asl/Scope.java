package io.nextcart.local.asl;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What paths refer to.
 *
 * @param data the state's input, or the task's result
 * @param context the context object: {@code Execution}, {@code State}, {@code Map}
 */
record Scope(@Nullable Object data, Map<String, ?> context) {
    Scope with(@Nullable Object other) {
        return new Scope(other, context);
    }

    /** The same scope with one more field in the context object. */
    Scope with(String field, Map<String, ?> value) {
        Map<String, Object> more = new LinkedHashMap<>(context);
        more.put(field, value);
        return new Scope(data, more);
    }

    static String json(@Nullable Object value) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }
}
