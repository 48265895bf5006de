package io.nextcart.local.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import java.nio.ByteBuffer;
import java.util.Comparator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.jspecify.annotations.Nullable;

/** An event in the file, without the fields of its {@link Key}. */
record EventRow(
        EventType type,
        String itemId,
        @Nullable String eventId,
        @Nullable String transactionId,
        @Nullable Double value,
        @Nullable String recommendationId,
        @Nullable String placement) {
    private static final int TYPE_MASK = 3;
    private static final int EVENT_ID = 4;
    private static final int TRANSACTION_ID = 8;
    private static final int VALUE = 16;
    private static final int RECOMMENDATION_ID = 32;
    private static final int PLACEMENT = 64;

    /**
     * One byte with the type's code (bits 0–1) and the optional parts that follow (bits 2–6), the item, then those
     * parts.
     */
    static final Form<EventRow> FORM = new Form<>(
            EventRow[]::new,
            null,
            row -> row.itemId.length()
                    + Form.length(row.eventId)
                    + Form.length(row.transactionId)
                    + Form.length(row.recommendationId)
                    + Form.length(row.placement),
            (into, row) -> row.write(into),
            EventRow::read);

    static EventRow of(Event event) {
        return new EventRow(
                event.type(),
                event.itemId().value(),
                event.eventId(),
                event.transactionId(),
                event.value(),
                event.recommendationId(),
                event.placement());
    }

    Event at(Key key) {
        return new Event(
                eventId,
                new UserId(key.user),
                type,
                new ItemId(itemId),
                key.timestampMs,
                transactionId,
                value,
                recommendationId,
                placement);
    }

    private void write(WriteBuffer into) {
        int parts = code(type)
                | Form.bit(eventId, EVENT_ID)
                | Form.bit(transactionId, TRANSACTION_ID)
                | Form.bit(value, VALUE)
                | Form.bit(recommendationId, RECOMMENDATION_ID)
                | Form.bit(placement, PLACEMENT);
        into.put((byte) parts);
        Form.text(into, itemId);
        Form.text(into, eventId);
        Form.text(into, transactionId);
        if (value != null) {
            into.putDouble(value);
        }
        Form.text(into, recommendationId);
        Form.text(into, placement);
    }

    private static EventRow read(ByteBuffer from) {
        int parts = from.get();
        return new EventRow(
                type(parts & TYPE_MASK),
                Form.text(from),
                Form.text(from, parts, EVENT_ID),
                Form.text(from, parts, TRANSACTION_ID),
                (parts & VALUE) == 0 ? null : from.getDouble(),
                Form.text(from, parts, RECOMMENDATION_ID),
                Form.text(from, parts, PLACEMENT));
    }

    /** The codes are part of the format and never change. */
    private static int code(EventType type) {
        return switch (type) {
            case VIEW -> 0;
            case ADD_TO_CART -> 1;
            case TRANSACTION -> 2;
            case REMOVE_FROM_CART -> 3;
        };
    }

    private static EventType type(int code) {
        return switch (code) {
            case 0 -> EventType.VIEW;
            case 1 -> EventType.ADD_TO_CART;
            case 2 -> EventType.TRANSACTION;
            case 3 -> EventType.REMOVE_FROM_CART;
            default -> throw new IllegalStateException("an event's type is " + code + ", expected 0 to 3");
        };
    }

    /**
     * The position of an event: the events of a shopper are adjacent, oldest first.
     *
     * @param timestampMs when it happened, milliseconds since the epoch
     * @param arrival orders events of the same millisecond
     * @param eventKey identifies it, by {@link io.nextcart.data.EventKey}
     */
    record Key(String user, long timestampMs, long arrival, String eventKey) {
        private static final int PARTS = 3;

        /** The times as variable-length numbers. */
        static final Form<Key> FORM = new Form<>(
                Key[]::new,
                Comparator.comparing(Key::user)
                        .thenComparingLong(Key::timestampMs)
                        .thenComparingLong(Key::arrival)
                        .thenComparing(Key::eventKey),
                key -> key.user.length() + key.eventKey.length(),
                (into, key) -> {
                    Form.text(into, key.user);
                    into.putVarLong(key.timestampMs).putVarLong(key.arrival);
                    Form.text(into, key.eventKey);
                },
                from -> new Key(
                        Form.text(from), DataUtils.readVarLong(from), DataUtils.readVarLong(from), Form.text(from)));

        /** Before every event of a shopper. */
        static Key before(String user) {
            return new Key(user, -1, -1, "");
        }

        /** After every event of a shopper. */
        static Key after(String user) {
            return new Key(user, Long.MAX_VALUE, Long.MAX_VALUE, "");
        }

        Id id() {
            return new Id(user, eventKey);
        }

        /** The key as text, of the form of {@link io.nextcart.functions.store.UserPage#next}. */
        String withoutUser() {
            return timestampMs + "-" + arrival + "-" + eventKey;
        }

        /** The key of a text that {@link #withoutUser} wrote. */
        static Key read(String user, String text) {
            String[] parts = text.split("-", PARTS);
            return new Key(user, Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
        }
    }

    record Id(String user, String eventKey) {
        static final Form<Id> FORM = new Form<>(
                Id[]::new,
                Comparator.comparing(Id::user).thenComparing(Id::eventKey),
                id -> id.user.length() + id.eventKey.length(),
                (into, id) -> {
                    Form.text(into, id.user);
                    Form.text(into, id.eventKey);
                },
                from -> new Id(Form.text(from), Form.text(from)));
    }
}
