package io.nextcart.data.log;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a JSON object into an event: the one place where fields of events are judged, for logs and for HTTP. Takes
 * {@code event_id, user_id, type, item_id, timestamp, transaction_id, value, recommendation_id}, and RetailRocket's names
 * {@code visitorid, event, itemid, transactionid}. Ids are text or whole numbers; timestamps milliseconds since the epoch
 * or ISO 8601 with an offset. Other fields are ignored.
 */
public final class EventDecoder {
    static final String EXPECTED_TIME =
            "expected milliseconds since 1970 or ISO 8601 with an offset, such as 2015-06-02T05:02:12Z";

    private EventDecoder() {}

    private static final class FaultException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String field;
        private final String reason;

        FaultException(String field, String reason) {
            super(field + ": " + reason, null, false, false);
            this.field = field;
            this.reason = reason;
        }
    }

    /**
     * Decodes one object.
     *
     * @param fields as a JSON parser yields them
     * @param nowMs the time of an event that names none, milliseconds since the epoch
     */
    public static Decoded decode(Map<String, Object> fields, long nowMs) {
        try {
            String user = required(fields, "user_id", "visitorid");
            EventType type = type(fields);
            String item = required(fields, "item_id", "itemid");
            return new Decoded.Accepted(new Event(
                    optional(fields, "event_id", "event_id"),
                    new UserId(user),
                    type,
                    new ItemId(item),
                    time(fields, nowMs),
                    optional(fields, "transaction_id", "transactionid"),
                    value(fields),
                    optional(fields, "recommendation_id", "recommendation_id")));
        } catch (FaultException fault) {
            return new Decoded.Rejected(fault.field, fault.reason);
        }
    }

    /**
     * Reads a time.
     *
     * @param value a whole number, its digits, or ISO 8601
     * @return milliseconds since the epoch
     * @throws IllegalArgumentException with what was expected
     */
    public static long timestampMs(Object value) {
        long ms = -1;
        if (value instanceof Integer || value instanceof Long) {
            ms = ((Number) value).longValue();
        } else if (value instanceof String text) {
            boolean digits =
                    !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
            ms = digits ? Long.parseLong(text) : iso(text);
        }
        if (ms < 0 || ms > Event.LATEST_MS) {
            throw new IllegalArgumentException(EXPECTED_TIME);
        }
        return ms;
    }

    private static long iso(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(EXPECTED_TIME, e);
        }
    }

    private static long time(Map<String, Object> fields, long nowMs) throws FaultException {
        Object value = fields.get("timestamp");
        if (value == null) {
            return nowMs;
        }
        try {
            return timestampMs(value);
        } catch (IllegalArgumentException e) {
            throw new FaultException("timestamp", EXPECTED_TIME);
        }
    }

    private static EventType type(Map<String, Object> fields) throws FaultException {
        String field = fields.get("type") == null && fields.get("event") != null ? "event" : "type";
        EventType type = fields.get(field) instanceof String name ? EventType.fromWireName(name) : null;
        if (type == null) {
            throw new FaultException(
                    field,
                    fields.get(field) == null
                            ? "is missing, expected view, addtocart or transaction"
                            : "expected view, addtocart or transaction");
        }
        return type;
    }

    private static @Nullable Double value(Map<String, Object> fields) throws FaultException {
        Object value = fields.get("value");
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw new FaultException("value", "expected a finite number");
    }

    private static String required(Map<String, Object> fields, String name, String otherName) throws FaultException {
        String id = optional(fields, name, otherName);
        if (id == null) {
            throw new FaultException(name, "is missing, expected 1 to " + Ids.MAX_LENGTH + " characters");
        }
        return id;
    }

    private static @Nullable String optional(Map<String, Object> fields, String name, String otherName)
            throws FaultException {
        String field = fields.get(name) == null ? otherName : name;
        Object value = fields.get(field);
        if (value == null) {
            return null;
        }
        boolean whole = value instanceof Integer || value instanceof Long || value instanceof BigInteger;
        if (!(value instanceof String) && !whole) {
            throw new FaultException(field, "expected text or a whole number");
        }
        try {
            return Ids.check(field, value.toString());
        } catch (IllegalArgumentException e) {
            throw new FaultException(field, String.valueOf(e.getMessage()).substring(field.length() + 1));
        }
    }
}
