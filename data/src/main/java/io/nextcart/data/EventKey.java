package io.nextcart.data;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Decides when two events of one shopper are the same: by the shop's own event id or, without one, by type, item, time
 * and transaction. Stores, the archive, trials and training all count such events once; {@code sessionize.sql} groups
 * by the same columns.
 */
public final class EventKey {
    private static final int HASH_BYTES = 16;

    private EventKey() {}

    /** The key within one shopper: 34 characters, {@code i-} or {@code c-} and 128 bits of SHA-256 in hex. */
    public static String of(Event event) {
        return (event.eventId() == null ? "c-" : "i-")
                + HexFormat.of().formatHex(Sha256.of(ofShopper(event)), 0, HASH_BYTES);
    }

    /** SHA-256 of the key and the shopper: 32 bytes, unique among the events of all shoppers. */
    public static byte[] withShopper(Event event) {
        return Sha256.of(text(event));
    }

    /** The key and the shopper as text, unique among the events of all shoppers. */
    public static String text(Event event) {
        return (event.eventId() == null ? "c" : "i") + event.userId() + '\n' + ofShopper(event);
    }

    /** 64 bits that distinguish the event ids of one shopper, never 0; 0 for an event without an id. */
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
        // Ids hold no control characters, so a line break is a safe separator.
        return event.type().wireName() + '\n' + event.itemId() + '\n' + event.timestampMs() + '\n' + transaction;
    }
}
