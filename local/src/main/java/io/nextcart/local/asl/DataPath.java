package io.nextcart.local.asl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a state's data or, with {@code $$}, into the context object: the subset of JSONPath that addresses one
 * place by field names and list indexes, such as {@code $.failure.Cause} and {@code $.task.Containers[0].ExitCode}.
 *
 * @param text the path as written
 * @param fields from the outermost, list indexes as digits; empty for the whole
 */
record DataPath(String text, List<String> fields) implements Expression {
    /** The whole of a state's data. */
    static final DataPath WHOLE = new DataPath("$", List.of());

    private static final Pattern FORM = Pattern.compile("\\$\\$?(\\.[A-Za-z_][A-Za-z0-9_]*(\\[[0-9]{1,4}])*)*");
    private static final Object NOTHING = new Object();

    DataPath {
        fields = List.copyOf(fields);
    }

    /**
     * @throws IllegalArgumentException when it is not a path of this kind
     */
    static DataPath parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a supported path, expected $.field.field[0]");
        }
        String rest = text.replaceFirst("^\\$+\\.?", "");
        return new DataPath(text, rest.isEmpty() ? List.of() : List.of(rest.split("]?\\.|]?\\[|]$")));
    }

    /** Whether the place exists, even with a null. */
    boolean isPresent(Scope scope) {
        return find(scope) != NOTHING;
    }

    @Override
    public @Nullable Object value(Scope scope) throws StateFailure {
        Object found = find(scope);
        if (found == NOTHING) {
            throw new StateFailure(StateFailure.PARAMETER_PATH, text + " finds nothing in " + Scope.json(root(scope)));
        }
        return found;
    }

    private @Nullable Object find(Scope scope) {
        Object at = root(scope);
        for (String field : fields) {
            if (at instanceof Map<?, ?> map && map.containsKey(field)) {
                at = map.get(field);
            } else if (at instanceof List<?> list && isIndex(field) && Integer.parseInt(field) < list.size()) {
                at = list.get(Integer.parseInt(field));
            } else {
                return NOTHING;
            }
        }
        return at;
    }

    private @Nullable Object root(Scope scope) {
        return text.startsWith("$$") ? scope.context() : scope.data();
    }

    private static boolean isIndex(String field) {
        return Character.isDigit(field.charAt(0));
    }

    /** A copy of the data with a value at this place; creates missing fields on the way. */
    @Nullable
    Object write(@Nullable Object data, @Nullable Object value) {
        return write(data, 0, value);
    }

    private @Nullable Object write(@Nullable Object data, int depth, @Nullable Object value) {
        if (depth == fields.size()) {
            return value;
        }
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        if (data instanceof Map<?, ?> map) {
            map.forEach((key, old) -> copy.put(String.valueOf(key), old));
        }
        String field = fields.get(depth);
        copy.put(field, write(copy.get(field), depth + 1, value));
        return copy;
    }
}
