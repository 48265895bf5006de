package io.nextcart.local.pipeline;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What paths look into. Values are JSON's: maps, lists, texts, numbers, booleans, null.
 *
 * @param data the state's input, or the task's result
 * @param context the context object: {@code Execution}, {@code State}, {@code Map}
 */
record Scope(@Nullable Object data, Map<String, ?> context) {
    /** A value as JSON on one line. */
    static String json(@Nullable Object value) {
        try {
            return JSON.std.with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
    }
}
