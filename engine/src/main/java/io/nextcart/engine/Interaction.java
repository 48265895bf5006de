package io.nextcart.engine;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;

/**
 * One thing a shopper did, as the engine sees it.
 *
 * @param itemId as in the log; unknown items are allowed
 * @param timestampMs milliseconds since the epoch, UTC
 */
public record Interaction(String itemId, EventType type, long timestampMs) {
    public Interaction {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(type, "type is null");
    }
}
