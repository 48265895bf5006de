package io.nextcart.training.table;

import io.nextcart.data.EventType;

/**
 * Events of whole sessions in flat arrays: session after session, ordered by (start, shopper), events in order of time.
 *
 * @param user dense index of each event's shopper
 * @param item dense index of each event's item
 * @param type of each event, as from {@link #code}
 * @param timestampMs milliseconds since the epoch
 * @param untilMs the latest time at which each event counts, the SQL column {@code until_ms}
 * @param sessionOffsets where each session starts; sessions + 1 values, the last is the number of events
 */
public record SessionLog(
        int[] user, int[] item, byte[] type, long[] timestampMs, long[] untilMs, int[] sessionOffsets) {
    /** An event type as a number: 0 view, 1 add-to-cart, 2 transaction, 3 removal from the cart, as in the SQL column {@code act}. */
    public static byte code(EventType type) {
        return switch (type) {
            case VIEW -> 0;
            case ADD_TO_CART -> 1;
            case TRANSACTION -> 2;
            case REMOVE_FROM_CART -> 3;
        };
    }

    /** The type of an event. */
    public EventType typeAt(int event) {
        return switch (type[event]) {
            case 0 -> EventType.VIEW;
            case 1 -> EventType.ADD_TO_CART;
            case 2 -> EventType.TRANSACTION;
            case 3 -> EventType.REMOVE_FROM_CART;
            default -> throw new IllegalStateException("event " + event + " has type " + type[event]);
        };
    }

    /**
     * Whether an event counts: it is neither a removal from the cart nor an add-to-cart taken back later in its
     * session.
     *
     * @param endMs after the event; events at or after this time are unknown, milliseconds since the epoch
     */
    public boolean stands(int event, long endMs) {
        return untilMs[event] >= endMs;
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
