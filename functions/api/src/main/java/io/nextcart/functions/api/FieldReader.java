package io.nextcart.functions.api;

import static java.util.Objects.requireNonNullElse;

import io.nextcart.data.Ids;
import io.nextcart.data.log.Quote;
import io.nextcart.functions.api.ProblemException.FieldError;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads values of any kind from a query or a JSON object, and records faults. An absent or {@code null} field takes its
 * default, and so does one at fault.
 */
abstract class FieldReader {
    /** Most faults reported. */
    static final int MAX_ERRORS = 50;

    final Map<String, ?> values;
    final boolean isQuery;
    final String prefix;
    final List<FieldError> errors;
    /** The names read so far: the fields of this call. */
    final Set<String> known = new LinkedHashSet<>();

    /**
     * @param prefix of field names, for messages
     * @param errors receives the faults
     */
    FieldReader(Map<String, ?> values, boolean isQuery, String prefix, List<FieldError> errors) {
        this.values = values;
        this.isQuery = isQuery;
        this.prefix = prefix;
        this.errors = errors;
    }

    /** Records a fault; those beyond {@link #MAX_ERRORS} are dropped. */
    public void reject(String field, String reason) {
        if (errors.size() < MAX_ERRORS) {
            errors.add(new FieldError(prefix + field, reason));
        }
    }

    /** A whole number. */
    public int wholeNumber(String field, int min, int max, int absent) {
        Integer number = parsed(field, () -> "a whole number from " + min + " to " + max, value -> {
            Long whole = isQuery ? digits((String) value) : whole(value);
            return whole == null || whole < min || whole > max ? null : Integer.valueOf(whole.intValue());
        });
        return requireNonNullElse(number, absent);
    }

    /** A number. */
    public double number(String field, double min, double max, double absent) {
        Double number = parsed(field, () -> "a number from " + plain(min) + " to " + plain(max), value -> {
            Double real = isQuery ? decimal((String) value) : real(value);
            return real == null || !(real >= min && real <= max) ? null : real;
        });
        return requireNonNullElse(number, absent);
    }

    /** True or false; false when absent. */
    public boolean flag(String field) {
        return flag(field, false);
    }

    /** True or false. */
    public boolean flag(String field, boolean absent) {
        Boolean flag = parsed(field, "true or false", value -> {
            boolean usable = value instanceof Boolean || (isQuery && (value.equals("true") || value.equals("false")));
            return usable ? Boolean.valueOf(value.toString()) : null;
        });
        return requireNonNullElse(flag, absent);
    }

    /** An id of the shop, or null when absent or at fault. */
    public @Nullable String id(String field) {
        Object value = one(field);
        return value == null ? null : idOf(field, value);
    }

    /** A required id; when it is missing or at fault, an empty text and a recorded fault. */
    public String requiredId(String field) {
        if (isAbsent(field)) {
            reject(field, "is missing, expected 1 to " + Ids.MAX_LENGTH + " characters");
            return "";
        }
        return requireNonNullElse(id(field), "");
    }

    /**
     * Ids of the shop, without repeats, in order. In a query: repeated, separated by commas, or both.
     *
     * @param max most ids allowed
     */
    public Set<String> ids(String field, int max) {
        Collection<?> given = list(field, max, isQuery);
        Set<String> ids = new LinkedHashSet<>();
        int i = 0;
        for (Object value : given) {
            String id = idOf(isQuery ? field : field + "[" + i + "]", value);
            if (id != null) {
                ids.add(id);
            }
            i++;
        }
        return ids;
    }

    /**
     * Text that UTF-8 can write, or null when absent or at fault.
     *
     * @param max most characters
     */
    public @Nullable String text(String field, int max) {
        Object value = one(field);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || !isUtf8(text)) {
            reject(field, "expected text");
            return null;
        }
        if (text.isEmpty() || text.length() > max) {
            reject(field, "has " + text.length() + " characters, expected 1 to " + max);
            return null;
        }
        return text;
    }

    /** The same without control characters, such as the end of a line. */
    public @Nullable String line(String field, int max) {
        String text = text(field, max);
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            reject(field, "has a control character, expected none");
            return null;
        }
        return text;
    }

    /**
     * Some of the given names, without repeats, in the order of the request. In a query: repeated, separated by commas,
     * or both.
     *
     * @param all the allowed names
     */
    public Set<String> names(String field, List<String> all) {
        Set<String> named = new LinkedHashSet<>();
        for (Object value : list(field, all.size(), isQuery)) {
            if (value instanceof String name && all.contains(name)) {
                named.add(name);
            } else {
                reject(field, (value == null ? "" : Quote.found(value)) + "expected some of " + String.join(", ", all));
            }
        }
        return named;
    }

    /**
     * A required value by its name; null when absent or at fault.
     *
     * @param parse returns null for another name
     * @param names for messages
     */
    public <T> @Nullable T oneOf(String field, Function<String, @Nullable T> parse, String names) {
        if (isAbsent(field)) {
            reject(field, "is missing, expected one of " + names);
        }
        return parsed(field, "one of " + names, name -> name instanceof String text ? parse.apply(text) : null);
    }

    /** The first short name, in the order of the alphabet, that is not a field of this call; null when there is none. */
    public @Nullable String unknown() {
        return values.keySet().stream()
                .filter(name -> !known.contains(name) && name.length() <= NearMiss.LONGEST)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Whether a field is present, even if {@code null}. */
    public boolean has(String field) {
        return values.containsKey(field);
    }

    /** Whether a field is missing or {@code null}. */
    public boolean isAbsent(String field) {
        known.add(field);
        return values.get(field) == null;
    }

    /** The value of a field; null when absent, or at fault, which is recorded. */
    final <T> @Nullable T parsed(String field, String expected, Function<Object, @Nullable T> parse) {
        return parsed(field, () -> expected, parse);
    }

    /** @param expected asked only for a message */
    final <T> @Nullable T parsed(String field, Supplier<String> expected, Function<Object, @Nullable T> parse) {
        Object value = one(field);
        T parsed = value == null ? null : parse.apply(value);
        if (value != null && parsed == null) {
            reject(field, Quote.found(value) + "expected " + expected.get());
        }
        return parsed;
    }

    final @Nullable Object one(String field) {
        known.add(field);
        Object value = values.get(field);
        if (isQuery && value instanceof List<?> list) {
            if (list.size() > 1) {
                reject(field, "is given " + list.size() + " times, expected once");
                return null;
            }
            return list.get(0);
        }
        return value;
    }

    final Collection<?> list(String field, int max, boolean split) {
        known.add(field);
        Object value = values.get(field);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> given)) {
            reject(field, Quote.found(value) + "expected a list");
            return List.of();
        }
        List<?> list = !split
                ? given
                : given.stream()
                        .flatMap(text -> Arrays.stream(((String) text).split(",")))
                        .filter(part -> !part.isEmpty())
                        .toList();
        // Empty entries of a query are dropped but counted: openapi.yaml limits how often a parameter may occur.
        int entries = Math.max(given.size(), list.size());
        if (entries > max) {
            reject(field, "has " + entries + " entries, expected at most " + max);
            return List.of();
        }
        return list;
    }

    final @Nullable String idOf(String field, @Nullable Object value) {
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        if (value == null || (!(value instanceof String) && !whole)) {
            reject(field, (value == null ? "" : Quote.found(value)) + "expected text or a whole number");
            return null;
        }
        String id = value.toString();
        String fault = Ids.fault(id);
        if (fault != null) {
            reject(field, fault);
            return null;
        }
        return id;
    }

    static @Nullable Double real(Object value) {
        return value instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }

    private static @Nullable Long whole(Object value) {
        return value instanceof Integer || value instanceof Long ? Long.valueOf(((Number) value).longValue()) : null;
    }

    private static @Nullable Long digits(String text) {
        boolean usable = text.length() <= 18 && text.matches("-?[0-9]+");
        return usable ? Long.valueOf(text) : null;
    }

    private static @Nullable Double decimal(String text) {
        boolean usable = text.length() <= 30 && text.matches("-?[0-9]+([.][0-9]+)?([eE]-?[0-9]{1,3})?");
        return usable ? Double.valueOf(text) : null;
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? String.format(Locale.ROOT, "%.0f", bound) : Double.toString(bound);
    }

    /** Whether UTF-8 can write a text: it has no half of a surrogate pair. */
    private static boolean isUtf8(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
