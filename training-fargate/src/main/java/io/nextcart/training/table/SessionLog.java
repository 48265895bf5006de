package io.nextcart.training.table;

import io.nextcart.data.EventType;

/**
 * Events of whole sessions in flat arrays: session after session, ordered by (start, shopper), each in the
 * order it happened.
 *
 * @param user dense index of each event's shopper
 * @param item dense index of each event's item
 * @param type what each event is, as {@link #code} writes it
 * @param timestampMs milliseconds since the epoch
 * @param sessionOffsets where each session starts; sessions + 1 values, the last is the number of events
 */
public record SessionLog(int[] user, int[] item, byte[] type, long[] timestampMs, int[] sessionOffsets) {
    /** An event type as a number: 0 view, 1 add-to-cart, 2 transaction, as in the SQL column {@code act}. */
    public static byte code(EventType type) {
        return switch (type) {
            case VIEW -> 0;
            case ADD_TO_CART -> 1;
            case TRANSACTION -> 2;
        };
    }

    /** What the event at a position is. */
    public EventType typeAt(int event) {
        return switch (type[event]) {
            case 0 -> EventType.VIEW;
            case 1 -> EventType.ADD_TO_CART;
            case 2 -> EventType.TRANSACTION;
            default -> throw new IllegalStateException("event " + event + " has type " + type[event]);
        };
    }

    /** Number of sessions. */
    public int sessions() {
        return sessionOffsets.length - 1;
    }

    /** Number of events. */
    public int events() {
        return item.length;
    }
}
