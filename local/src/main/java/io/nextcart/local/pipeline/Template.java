package io.nextcart.local.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fills in a payload template: {@code Parameters}, {@code ResultSelector}, {@code ItemSelector}. */
final class Template {
    private static final String COMPUTED = ".$";

    private Template() {}

    /** The template with each field {@code name.$} as {@code name}, of what its path or function yields. */
    static @Nullable Object fill(@Nullable Object template, Scope scope) throws StateFailure {
        if (template instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> filled = new LinkedHashMap<>();
            for (Map.Entry<?, ?> field : map.entrySet()) {
                String name = String.valueOf(field.getKey());
                if (name.endsWith(COMPUTED)) {
                    filled.put(
                            name.substring(0, name.length() - COMPUTED.length()),
                            IntrinsicParser.parse(String.valueOf(field.getValue()))
                                    .value(scope));
                } else {
                    filled.put(name, fill(field.getValue(), scope));
                }
            }
            return filled;
        }
        if (template instanceof List<?> list) {
            List<@Nullable Object> filled = new ArrayList<>();
            for (Object item : list) {
                filled.add(fill(item, scope));
            }
            return filled;
        }
        return template;
    }

    /**
     * Looks whether every computed field can be read.
     *
     * @throws IllegalArgumentException that names the first that cannot
     */
    static void check(@Nullable Object template) {
        if (template instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (!String.valueOf(key).endsWith(COMPUTED)) {
                    check(value);
                } else if (value instanceof String text) {
                    IntrinsicParser.parse(text);
                } else {
                    throw new IllegalArgumentException(key + " is no text, expected a path or a function");
                }
            });
        } else if (template instanceof List<?> list) {
            list.forEach(Template::check);
        }
    }
}
