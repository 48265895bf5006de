package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One act of one shopper on one item: a row of the event log.
 *
 * @param eventId the shop's own id of the event, for idempotent ingestion; null when the shop gives none
 * @param timestampMs when it happened, in milliseconds since the epoch, UTC; 0 to {@link #LATEST_MS}
 * @param transactionId the order, for transactions that name one
 * @param value money spent or the event's worth, in the shop's currency; at most {@link Money#MOST}, and at least its negative
 * @param recommendationId the recommendation that led to the event, as we returned it
 * @param placement where the list that led to the event stood: a {@link Placement}
 */
public record Event(
        @Nullable String eventId,
        UserId userId,
        EventType type,
        ItemId itemId,
        long timestampMs,
        @Nullable String transactionId,
        @Nullable Double value,
        @Nullable String recommendationId,
        @Nullable String placement) {
    /** The latest time of an event: the end of the year 9999, the last that ISO 8601 and SQL can write. */
    public static final long LATEST_MS = 253_402_300_799_999L;

    public Event {
        requireNonNull(userId, "userId is null");
        requireNonNull(type, "type is null");
        requireNonNull(itemId, "itemId is null");
        if (timestampMs < 0 || timestampMs > LATEST_MS) {
            throw new IllegalArgumentException("timestamp is " + timestampMs + ", expected milliseconds since 1970");
        }
        checkIfPresent("event_id", eventId);
        checkIfPresent("transaction_id", transactionId);
        checkIfPresent("recommendation_id", recommendationId);
        if (placement != null && !Placement.isName(placement)) {
            throw new IllegalArgumentException("placement is " + placement + ", expected " + Placement.EXPECTED);
        }
        if (value != null && !Money.isPlausible(value)) {
            throw new IllegalArgumentException("value is " + value + ", " + Money.EXPECTED);
        }
    }

    /** An event without a placement. */
    public Event(
            @Nullable String eventId,
            UserId userId,
            EventType type,
            ItemId itemId,
            long timestampMs,
            @Nullable String transactionId,
            @Nullable Double value,
            @Nullable String recommendationId) {
        this(eventId, userId, type, itemId, timestampMs, transactionId, value, recommendationId, null);
    }

    /** An event without the optional parts. */
    public static Event of(UserId userId, EventType type, ItemId itemId, long timestampMs) {
        return new Event(null, userId, type, itemId, timestampMs, null, null, null);
    }

    private static void checkIfPresent(String name, @Nullable String id) {
        if (id != null) {
            Ids.check(name, id);
        }
    }
}
