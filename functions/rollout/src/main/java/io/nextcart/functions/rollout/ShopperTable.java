package io.nextcart.functions.rollout;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * When each shopper came first, and when a first add-to-cart was attributed: 32 bytes a slot, at most two slots in three in use,
 * by open addressing over 128 bits of a hash. Only the earliest times are kept, so that events may come in any order and more
 * than once.
 */
final class ShopperTable {
    /** No time. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int FIRST_SLOTS = 1 << 12;

    private long[] high = new long[FIRST_SLOTS];
    private long[] low = new long[FIRST_SLOTS];
    private long[] firstMs = filled(FIRST_SLOTS);
    private long[] cartMs = filled(FIRST_SLOTS);
    private int size;

    /** Takes what is known of each shopper. */
    interface Each {
        /**
         * A shopper.
         *
         * @param high the first 64 bits of the shopper's hash
         * @param cartMs {@link #NEVER} when there is none
         */
        void accept(long high, long firstMs, long cartMs);
    }

    /** An event of a shopper. */
    void add(long shopperHigh, long shopperLow, long timeMs, boolean isCart) {
        int slot = slot(high, low, firstMs, shopperHigh, shopperLow);
        if (firstMs[slot] == NEVER) {
            if (3L * ++size > 2L * high.length) {
                grow();
                slot = slot(high, low, firstMs, shopperHigh, shopperLow);
            }
            high[slot] = shopperHigh;
            low[slot] = shopperLow;
        }
        firstMs[slot] = Math.min(firstMs[slot], timeMs);
        if (isCart) {
            cartMs[slot] = Math.min(cartMs[slot], timeMs);
        }
    }

    int size() {
        return size;
    }

    boolean contains(long shopperHigh, long shopperLow) {
        return firstMs[slot(high, low, firstMs, shopperHigh, shopperLow)] != NEVER;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < high.length; i++) {
            if (firstMs[i] != NEVER) {
                out.writeLong(high[i]);
                out.writeLong(low[i]);
                out.writeLong(firstMs[i]);
                out.writeLong(cartMs[i]);
            }
        }
    }

    /** Adds what {@link #write} wrote. */
    void addAll(DataInput in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            long shopperHigh = in.readLong();
            long shopperLow = in.readLong();
            long first = in.readLong();
            long cart = in.readLong();
            add(shopperHigh, shopperLow, first, false);
            if (cart != NEVER) {
                add(shopperHigh, shopperLow, cart, true);
            }
        }
    }

    /** Tells of every shopper, in no order that means anything. */
    void forEach(Each each) {
        for (int i = 0; i < high.length; i++) {
            if (firstMs[i] != NEVER) {
                each.accept(high[i], firstMs[i], cartMs[i]);
            }
        }
    }

    private void grow() {
        int slots = Math.multiplyExact(high.length, 2);
        long[] newHigh = new long[slots];
        long[] newLow = new long[slots];
        long[] newFirst = filled(slots);
        long[] newCart = filled(slots);
        for (int i = 0; i < high.length; i++) {
            if (firstMs[i] != NEVER) {
                int slot = slot(newHigh, newLow, newFirst, high[i], low[i]);
                newHigh[slot] = high[i];
                newLow[slot] = low[i];
                newFirst[slot] = firstMs[i];
                newCart[slot] = cartMs[i];
            }
        }
        high = newHigh;
        low = newLow;
        firstMs = newFirst;
        cartMs = newCart;
    }

    /** The shopper's slot, or the free one to take. */
    private static int slot(long[] high, long[] low, long[] firstMs, long shopperHigh, long shopperLow) {
        int mask = high.length - 1;
        int slot = (int) shopperLow & mask;
        while (firstMs[slot] != NEVER && (high[slot] != shopperHigh || low[slot] != shopperLow)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long[] filled(int slots) {
        long[] times = new long[slots];
        Arrays.fill(times, NEVER);
        return times;
    }
}
