package io.nextcart.functions.rollout;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** A set of 64-bit hashes: 8 bytes a slot, at most two slots in three in use. */
final class LongSet {
    private static final int FIRST_SLOTS = 1 << 12;

    /** 0 is a free slot. */
    private long[] slots = new long[FIRST_SLOTS];

    private int size;

    /** Adds a hash, and tells whether it was not there. Of 0 and 1 it makes one. */
    boolean add(long hash) {
        long value = hash == 0 ? 1 : hash;
        if (!put(slots, value)) {
            return false;
        }
        if (3L * ++size > 2L * slots.length) {
            long[] more = new long[Math.multiplyExact(slots.length, 2)];
            for (long old : slots) {
                if (old != 0) {
                    put(more, old);
                }
            }
            slots = more;
        }
        return true;
    }

    private static boolean put(long[] slots, long value) {
        int mask = slots.length - 1;
        int slot = (int) value & mask;
        while (slots[slot] != 0) {
            if (slots[slot] == value) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = value;
        return true;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (long slot : slots) {
            if (slot != 0) {
                out.writeLong(slot);
            }
        }
    }

    /** Adds what {@link #write} wrote. */
    void addAll(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            add(in.readLong());
        }
    }
}
