package io.nextcart.local.pipeline;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path into a state's data or, with {@code $$}, into the context object: the part of JSONPath that names one place by field
 * names and places in lists, such as {@code $.failure.Cause} and {@code $.task.Containers[0].ExitCode}.
 *
 * @param ofContext whether it begins with {@code $$}
 * @param fields from the outermost; none for the whole. A place in a list is written as its number
 */
record DataPath(boolean ofContext, List<String> fields) {
    private static final Pattern FORM = Pattern.compile("\\$\\$?(\\.[A-Za-z_][A-Za-z0-9_]*(\\[[0-9]{1,4}])*)*");

    DataPath {
        fields = List.copyOf(fields);
    }

    /**
     * @throws IllegalArgumentException when it is no path, or one of a kind that is not played here
     */
    static DataPath parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no path that is known here, expected $.field.field[0]");
        }
        boolean ofContext = text.startsWith("$$");
        String rest = text.substring(ofContext ? 2 : 1);
        return new DataPath(
                ofContext,
                rest.isEmpty() ? List.of() : List.of(rest.substring(1).split("]?\\.|]?\\[|]$")));
    }

    /** Whether there is anything, be it null. */
    boolean isPresent(Scope scope) {
        Object at = root(scope);
        for (String field : fields) {
            if (!has(at, field)) {
                return false;
            }
            at = part(at, field);
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
            if (!has(at, field)) {
                throw new StateFailure(
                        StateFailure.PARAMETER_PATH, this + " finds nothing in " + Scope.json(root(scope)));
            }
            at = part(at, field);
        }
        return at;
    }

    private static boolean has(@Nullable Object data, String field) {
        return data instanceof List<?> list
                ? isIndex(field) && Integer.parseInt(field) < list.size()
                : data instanceof Map<?, ?> map && map.containsKey(field);
    }

    private static @Nullable Object part(@Nullable Object data, String field) {
        return data instanceof List<?> list
                ? list.get(Integer.parseInt(field))
                : data instanceof Map<?, ?> map ? map.get(field) : null;
    }

    private static boolean isIndex(String field) {
        return Character.isDigit(field.charAt(0));
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
        StringBuilder text = new StringBuilder(ofContext ? "$$" : "$");
        for (String field : fields) {
            text.append(isIndex(field) ? "[" + field + "]" : "." + field);
        }
        return text.toString();
    }
}
