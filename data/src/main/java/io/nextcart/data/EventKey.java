package io.nextcart.data;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The rule for what makes two events of one shopper the same: the shop's own event id or, where it gives none, type, item, time and
 * transaction. Stores, the archive, trials and training all count an event once by it; {@code sessionize.sql} groups by the same
 * columns.
 */
public final class EventKey {
    private static final int HASH_BYTES = 16;

    private EventKey() {}

    /** The key: 34 characters, {@code i-} or {@code c-} and 128 bits of SHA-256 in hex. */
    public static String of(Event event) {
        return (event.eventId() == null ? "c-" : "i-")
                + HexFormat.of().formatHex(Sha256.of(ofShopper(event)), 0, HASH_BYTES);
    }

    /** SHA-256 of the key with its shopper: 32 bytes that tell an event from those of all shoppers. */
    public static byte[] withShopper(Event event) {
        return Sha256.of(text(event));
    }

    /** A text that tells an event from those of all shoppers. */
    public static String text(Event event) {
        return (event.eventId() == null ? "c" : "i") + event.userId() + '\n' + ofShopper(event);
    }

    /** 64 bits that tell the shop's event ids of one shopper apart, never 0; 0 for an event without one. */
    public static long ofId(Event event) {
        String eventId = event.eventId();
        return eventId == null ? 0 : ByteBuffer.wrap(Sha256.of(eventId)).getLong() | 1;
    }

    private static String ofShopper(Event event) {
        String eventId = event.eventId();
        if (eventId != null) {
            return eventId;
        }
        String transaction = event.transactionId() == null ? "" : event.transactionId();
        // Ids hold no control characters, so that a line break separates safely.
        return event.type().wireName() + '\n' + event.itemId() + '\n' + event.timestampMs() + '\n' + transaction;
    }
}
