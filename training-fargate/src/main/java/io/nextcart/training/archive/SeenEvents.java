package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import java.nio.ByteBuffer;

/**
 * Which events were there already, by 128 bits of {@link EventKey#withShopper}: two of ten thousand million events meet by chance with
 * a probability below 10<sup>−18</sup>. 16 bytes a slot, at most two slots in three in use, by open addressing.
 */
final class SeenEvents {
    private static final int FIRST_SLOTS = 1 << 12;

    /** Two words a slot; both 0 is a free one. */
    private long[] slots = new long[2 * FIRST_SLOTS];

    private int size;

    /** Adds an event, and tells whether it was not there. */
    boolean add(Event event) {
        ByteBuffer hash = ByteBuffer.wrap(EventKey.withShopper(event));
        long high = hash.getLong();
        long low = hash.getLong();
        if (!put(slots, high, low == 0 ? 1 : low)) {
            return false;
        }
        if (6L * ++size > 2L * slots.length) {
            long[] more = new long[Math.multiplyExact(slots.length, 2)];
            for (int i = 0; i < slots.length; i += 2) {
                if (slots[i + 1] != 0) {
                    put(more, slots[i], slots[i + 1]);
                }
            }
            slots = more;
        }
        return true;
    }

    private static boolean put(long[] slots, long high, long low) {
        int mask = slots.length - 1;
        int slot = (int) (high << 1) & mask;
        while (slots[slot + 1] != 0) {
            if (slots[slot] == high && slots[slot + 1] == low) {
                return false;
            }
            slot = (slot + 2) & mask;
        }
        slots[slot] = high;
        slots[slot + 1] = low;
        return true;
    }
}
