package io.nextcart.local.asl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A payload template: {@code Parameters}, {@code ResultSelector}, {@code ItemSelector}. */
final class Template {
    private static final String COMPUTED = ".$";

    private Template() {}

    /**
     * Reads a template, in which each field {@code name.$} stands for {@code name} with the value of its path or function.
     *
     * @throws IllegalArgumentException naming the first path or function that is not supported
     */
    static Expression read(@Nullable Object template) {
        if (template instanceof Map<?, ?> map) {
            Map<String, Expression> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                if (!name.endsWith(COMPUTED)) {
                    fields.put(name, read(value));
                } else if (value instanceof String text) {
                    fields.put(name.substring(0, name.length() - COMPUTED.length()), ExpressionReader.read(text));
                } else {
                    throw new IllegalArgumentException(name + " is not a string, expected a path or a function");
                }
            });
            return scope -> {
                Map<String, @Nullable Object> filled = new LinkedHashMap<>();
                for (Map.Entry<String, Expression> field : fields.entrySet()) {
                    filled.put(field.getKey(), field.getValue().value(scope));
                }
                return filled;
            };
        }
        if (template instanceof List<?> list) {
            List<Expression> items = list.stream().map(Template::read).toList();
            return scope -> values(items, scope);
        }
        return scope -> template;
    }

    /** The values of several expressions, in their order. */
    static List<@Nullable Object> values(List<Expression> expressions, Scope scope) throws StateFailure {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(expression.value(scope));
        }
        return values;
    }
}
