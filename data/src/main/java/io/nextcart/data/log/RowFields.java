package io.nextcart.data.log;

import io.nextcart.data.Ids;
import io.nextcart.data.Money;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of a row that is a JSON object, as a parser yields them. A null field counts as missing. */
record RowFields(Map<String, Object> fields) {
    /** A field with an invalid value. */
    static final class Fault extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final String reason;

        Fault(String field, String reason) {
            super(field + " " + reason);
            this.field = field;
            this.reason = reason;
        }

        String field() {
            return field;
        }

        String reason() {
            return reason;
        }
    }

    /** The value of a field, null when missing. */
    @Nullable
    Object get(String name) {
        return fields.get(name);
    }

    /** Whether the field is present and null. */
    boolean holdsNull(String name) {
        return fields.containsKey(name) && fields.get(name) == null;
    }

    String id(String name) {
        return id(name, name);
    }

    /** Checks that a field does not have another value under its other name. */
    void requireSame(String name, String otherName) {
        Object value = get(name);
        Object other = get(otherName);
        if (value != null && other != null && !value.toString().equals(other.toString())) {
            throw new Fault(
                    name, Quote.found(value) + "but " + otherName + " " + Quote.found(other) + "expected one of them");
        }
    }

    /** An id: text or a whole number, under one of two names. */
    String id(String name, String otherName) {
        String id = optionalId(name, otherName);
        if (id == null) {
            throw new Fault(name, "is missing, expected 1 to " + Ids.MAX_LENGTH + " characters");
        }
        return id;
    }

    @Nullable
    String optionalId(String name) {
        return optionalId(name, name);
    }

    /** Like {@link #id(String, String)}; null when neither is present. */
    @Nullable
    String optionalId(String name, String otherName) {
        requireSame(name, otherName);
        String field = get(name) == null ? otherName : name;
        Object value = get(field);
        if (value == null) {
            return null;
        }
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        if (!(value instanceof String) && !whole) {
            throw new Fault(field, Quote.found(value) + "expected text or a whole number");
        }
        String id = value.toString();
        String fault = Ids.fault(id);
        if (fault != null) {
            throw new Fault(field, fault);
        }
        return id;
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new Fault(name, "is missing, expected text");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        Object value = get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw new Fault(name, Quote.found(value) + "expected text");
    }

    @Nullable
    Boolean optionalFlag(String name) {
        Object value = get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw new Fault(name, Quote.found(value) + "expected true or false");
    }

    /** An amount of money. */
    @Nullable
    Double optionalAmount(String name, String expected) {
        Object value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && Money.isPlausible(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new Fault(name, Quote.found(value) + expected);
    }

    /** A time in the form that {@link EventDecoder#timestampMs} takes. */
    long time(String name) {
        return time(name, LogTimes.ANY);
    }

    /** A time in the log's unit; an implausible one causes a {@link LogTimes.OutsideException}. */
    long time(String name, LogTimes times) {
        Object value = get(name);
        if (value == null) {
            throw new Fault(name, "is missing, " + EventDecoder.EXPECTED_TIME);
        }
        Supplier<String> found = () -> name + " is '" + Quote.of(value.toString(), 40) + "'";
        long number = EventDecoder.number(value);
        if (number >= 0 && !times.equals(LogTimes.ANY)) {
            return times.ms(number, LogTimes.Unit.MS, found, "a time since 1970");
        }
        long ms;
        try {
            ms = EventDecoder.timestampMs(value);
        } catch (IllegalArgumentException e) {
            throw new Fault(name, Quote.found(value) + EventDecoder.EXPECTED_TIME);
        }
        return times.checked(ms, found);
    }
}
