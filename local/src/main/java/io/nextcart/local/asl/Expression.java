package io.nextcart.local.asl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value computed from a state's data: a path, an intrinsic function, or a template of them. */
@FunctionalInterface
interface Expression {
    /** The suffix of computed fields' names. */
    String COMPUTED = ".$";

    /**
     * Evaluates the expression.
     *
     * @throws StateFailure when it refers to something that is missing
     */
    @Nullable
    Object value(Scope scope) throws StateFailure;

    /**
     * Reads a payload template ({@code Parameters}, {@code ResultSelector}, {@code ItemSelector}), in which a field
     * {@code name.$} becomes {@code name} with the value of its path or function.
     *
     * @throws IllegalArgumentException naming the first unsupported path or function
     */
    static Expression template(@Nullable Object template) {
        if (template instanceof Map<?, ?> map) {
            Map<String, Expression> fields = new LinkedHashMap<>();
            map.forEach((key, value) -> {
                String name = String.valueOf(key);
                if (!name.endsWith(COMPUTED)) {
                    fields.put(name, template(value));
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
            List<Expression> items = list.stream().map(Expression::template).toList();
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
