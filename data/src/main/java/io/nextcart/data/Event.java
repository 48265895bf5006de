package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One act of one shopper on one item: a row of the event log.
 *
 * @param eventId the shop's own id of the event, for idempotent ingestion; null when the shop gives none
 * @param timestampMs when it happened, in milliseconds since the epoch, UTC; at least 0
 * @param transactionId the order, for transactions that name one
 * @param value money spent or worth of the event, in the shop's currency; finite when present
 * @param recommendationId the recommendation that led to the event, as it was handed out
 */
public record Event(
        @Nullable String eventId,
        UserId userId,
        EventType type,
        ItemId itemId,
        long timestampMs,
        @Nullable String transactionId,
        @Nullable Double value,
        @Nullable String recommendationId) {
    public Event {
        requireNonNull(userId, "userId is null");
        requireNonNull(type, "type is null");
        requireNonNull(itemId, "itemId is null");
        if (timestampMs < 0) {
            throw new IllegalArgumentException("timestamp is " + timestampMs + ", expected milliseconds since 1970");
        }
        if (value != null && !Double.isFinite(value)) {
            throw new IllegalArgumentException("value is " + value + ", expected a finite number");
        }
    }

    /** An event without the optional parts. */
    public static Event of(UserId userId, EventType type, ItemId itemId, long timestampMs) {
        return new Event(null, userId, type, itemId, timestampMs, null, null, null);
    }
}
