package io.nextcart.local.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a state's data or, with {@code $$}, into the context object: the part of JSONPath that names one place by field
 * names, such as {@code $.failure.Cause}.
 *
 * @param ofContext whether it begins with {@code $$}
 * @param fields from the outermost; none for the whole
 */
record DataPath(boolean ofContext, List<String> fields) {
    private static final Pattern FORM = Pattern.compile("\\$\\$?(\\.[A-Za-z_][A-Za-z0-9_]*)*");

    DataPath {
        fields = List.copyOf(fields);
    }

    /**
     * @throws IllegalArgumentException when it is no path, or one of a kind that is not played here
     */
    static DataPath parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is no path that is known here, expected $.field.field");
        }
        boolean ofContext = text.startsWith("$$");
        String rest = text.substring(ofContext ? 2 : 1);
        return new DataPath(
                ofContext,
                rest.isEmpty() ? List.of() : List.of(rest.substring(1).split("\\.")));
    }

    /** Whether there is anything, be it null. */
    boolean isPresent(Scope scope) {
        Object at = root(scope);
        for (String field : fields) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(field)) {
                return false;
            }
            at = map.get(field);
        }
        return true;
    }

    /**
     * What is there.
     *
     * @throws StateFailure {@value StateFailure#PARAMETER_PATH} when nothing is
     */
    @Nullable
    Object read(Scope scope) throws StateFailure {
        Object at = root(scope);
        for (String field : fields) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(field)) {
                throw new StateFailure(
                        StateFailure.PARAMETER_PATH, this + " finds nothing in " + Scope.json(root(scope)));
            }
            at = map.get(field);
        }
        return at;
    }

    /** The data with a value put there; fields on the way are made. The data given stays as it is. */
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

    private @Nullable Object root(Scope scope) {
        return ofContext ? scope.context() : scope.data();
    }

    @Override
    public String toString() {
        return (ofContext ? "$$" : "$") + (fields.isEmpty() ? "" : "." + String.join(".", fields));
    }
}
