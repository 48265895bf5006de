package io.nextcart.engine;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;

/**
 * One thing a shopper did, as the engine sees it.
 *
 * @param itemId as in the log; may be unknown to the tables
 * @param timestampMs milliseconds since the epoch, UTC, or {@link #NO_TIME}
 */
public record Interaction(String itemId, EventType type, long timestampMs) {
    /** The timestamp of an interaction without a known time. */
    public static final long NO_TIME = -1;

    public Interaction {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(type, "type is null");
    }
}
