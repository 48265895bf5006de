package io.nextcart.data.log;

/**
 * Counts distinct texts in bounded memory: exactly up to a limit, beyond it from a sample, with a standard error of
 * about 1.2 / √limit. The sample keeps the hashes that end in a number of zero bits, which grows as they become too
 * many (adaptive sampling: P. Flajolet, "On adaptive sampling", Computing 43, 1990). A hash set with open addressing, 8
 * bytes a slot, at most three quarters full.
 */
final class DistinctCount {
    private static final int FIRST_SLOTS = 1 << 10;

    private final int limit;
    /** 0 marks a free slot. */
    private long[] slots = new long[FIRST_SLOTS];

    private int size;
    private int level;

    /**
     * @param limit most hashes kept, at least 1
     */
    DistinctCount(int limit) {
        this.limit = limit;
    }

    void add(String text) {
        long hash = hash(text);
        if (isSampled(hash) && put(slots, hash)) {
            size++;
            while (size > limit) {
                level++;
                refill(slots.length);
            }
            if (4L * size > 3L * slots.length) {
                refill(2 * slots.length);
            }
        }
    }

    /** The number of distinct texts, exact or estimated. */
    long count() {
        return (long) size << level;
    }

    /** Whether {@link #count} is exact, apart from collisions of 64-bit hashes. */
    boolean isExact() {
        return level == 0;
    }

    private void refill(int length) {
        long[] old = slots;
        slots = new long[length];
        size = 0;
        for (long hash : old) {
            if (hash != 0 && isSampled(hash) && put(slots, hash)) {
                size++;
            }
        }
    }

    private static boolean put(long[] slots, long hash) {
        // The low bits select the sample, the high ones the slot.
        int slot = (int) (hash >>> 32) & slots.length - 1;
        while (slots[slot] != 0) {
            if (slots[slot] == hash) {
                return false;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = hash;
        return true;
    }

    private boolean isSampled(long hash) {
        return (hash & (1L << level) - 1) == 0;
    }

    /** FNV-1a, then the finalizer of SplitMix64; never 0. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash = hash ^ hash >>> 31;
        return hash == 0 ? Long.MIN_VALUE : hash;
    }
}
