package io.nextcart.data.log;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Money;
import io.nextcart.data.Placement;
import io.nextcart.data.UserId;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a JSON object into an event: the one place that validates event fields, for logs and for HTTP. Takes {@code
 * event_id, user_id, type, item_id, timestamp, transaction_id, value, recommendation_id, placement}, and RetailRocket's
 * names {@code visitorid, event, itemid, transactionid}; a field under both names must have one value. Ids are text or whole numbers; timestamps are milliseconds
 * since the epoch or ISO 8601 with an offset. Other fields are ignored.
 */
public final class EventDecoder {
    static final String EXPECTED_TIME =
            "expected milliseconds since 1970 or ISO 8601 with an offset, such as 2015-06-02T05:02:12Z";

    private EventDecoder() {}

    /** Maps the name of a type to the type; null when unknown. */
    private interface TypeOf {
        @Nullable
        EventType typeOf(String name);
    }

    /**
     * Decodes one object.
     *
     * @param fields as a JSON parser yields them
     * @param nowMs the time of an event that has none, milliseconds since the epoch
     */
    public static Decoded decode(Map<String, Object> fields, long nowMs) {
        try {
            RowFields row = new RowFields(fields);
            LongSupplier time = () -> row.get("timestamp") == null ? nowMs : row.time("timestamp");
            return new Decoded.Accepted(event(row, EventType::fromWireName, time));
        } catch (RowFields.Fault fault) {
            return new Decoded.Rejected(fault.field(), fault.reason());
        }
    }

    /** Decodes a row of a log, where an event must have a time, and its type may have any usual name. */
    static Event event(RowFields row, LogTimes times) {
        long timestampMs = row.time("timestamp", times);
        return event(row, EventTypeNames::usual, () -> timestampMs);
    }

    private static Event event(RowFields row, TypeOf types, LongSupplier time) {
        String user = row.id("user_id", "visitorid");
        EventType type = type(row, types);
        String item = row.id("item_id", "itemid");
        return new Event(
                row.optionalId("event_id"),
                new UserId(user),
                type,
                new ItemId(item),
                time.getAsLong(),
                row.optionalId("transaction_id", "transactionid"),
                row.optionalAmount("value", Money.EXPECTED),
                row.optionalId("recommendation_id"),
                placement(row));
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
            ms = Digits.parse(text, Event.LATEST_MS);
            ms = ms < 0 ? iso(text) : ms;
        }
        if (ms < 0 || ms > Event.LATEST_MS) {
            throw new IllegalArgumentException(EXPECTED_TIME);
        }
        return ms;
    }

    /** The whole number in a field, as a number or as digits; −1 when it holds none. */
    static long number(Object value) {
        return value instanceof Integer || value instanceof Long
                ? ((Number) value).longValue()
                : value instanceof String text ? Digits.parse(text, Digits.MOST) : -1;
    }

    private static long iso(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException(EXPECTED_TIME, e);
        }
    }

    private static @Nullable String placement(RowFields row) {
        Object value = row.get("placement");
        if (value != null && !(value instanceof String name && Placement.isName(name))) {
            throw new RowFields.Fault("placement", Quote.found(value) + "expected " + Placement.EXPECTED);
        }
        return (String) value;
    }

    private static EventType type(RowFields row, TypeOf types) {
        row.requireSame("type", "event");
        String field = row.get("type") == null && row.get("event") != null ? "event" : "type";
        Object value = row.get(field);
        EventType type = value instanceof String name ? types.typeOf(name) : null;
        if (type == null) {
            throw new RowFields.Fault(
                    field, (value == null ? "is missing, " : Quote.found(value)) + "expected " + EventType.NAMES);
        }
        return type;
    }
}
