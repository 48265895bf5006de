package io.nextcart.training.table;

import io.nextcart.data.EventType;
import java.util.Arrays;

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

    /** Only what happened before a time: later events are cut off, sessions without an earlier one are left out. */
    public SessionLog before(long endMs) {
        int[] keptUser = new int[events()];
        int[] keptItem = new int[events()];
        byte[] keptType = new byte[events()];
        long[] keptTime = new long[events()];
        int[] offsets = new int[sessions() + 1];
        int kept = 0;
        int keptSessions = 0;
        for (int s = 0; s < sessions(); s++) {
            for (int i = sessionOffsets[s]; i < sessionOffsets[s + 1] && timestampMs[i] < endMs; i++) {
                keptUser[kept] = user[i];
                keptItem[kept] = item[i];
                keptType[kept] = type[i];
                keptTime[kept++] = timestampMs[i];
            }
            if (kept > offsets[keptSessions]) {
                offsets[++keptSessions] = kept;
            }
        }
        return new SessionLog(
                Arrays.copyOf(keptUser, kept),
                Arrays.copyOf(keptItem, kept),
                Arrays.copyOf(keptType, kept),
                Arrays.copyOf(keptTime, kept),
                Arrays.copyOf(offsets, keptSessions + 1));
    }
}
