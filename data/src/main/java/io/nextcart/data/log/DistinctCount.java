package io.nextcart.data.log;

/**
 * Counts different texts in bounded memory: exactly up to a limit; beyond it by a sample, with a standard error of about
 * 1.2 / √limit. The sample is of hashes that end in a number of zero bits, which grows as they become too many (adaptive sampling:
 * P. Flajolet, "On adaptive sampling", Computing 43, 1990).
 */
final class DistinctCount {
    private final int limit;
    private long[] table = new long[1 << 10];
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
        if (isSampled(hash) && put(table, hash)) {
            size++;
            if (size > limit) {
                level++;
                rebuild(table.length);
            } else if (2 * size > table.length) {
                rebuild(2 * table.length);
            }
        }
    }

    /** How many there were, or about how many. */
    long count() {
        return (long) size << level;
    }

    /** Whether {@link #count} is exact, but for texts of equal 64-bit hash. */
    boolean isExact() {
        return level == 0;
    }

    private boolean isSampled(long hash) {
        return (hash & (1L << level) - 1) == 0;
    }

    private void rebuild(int length) {
        long[] before = table;
        table = new long[length];
        size = 0;
        for (long hash : before) {
            if (hash != 0 && isSampled(hash) && put(table, hash)) {
                size++;
            }
        }
    }

    /** Puts a hash into a table of a power of two; false when it is there. */
    private static boolean put(long[] table, long hash) {
        // The low bits tell the sample, so the place comes from the high ones.
        int at = (int) (hash >>> 40) & table.length - 1;
        while (table[at] != 0) {
            if (table[at] == hash) {
                return false;
            }
            at = at + 1 & table.length - 1;
        }
        table[at] = hash;
        return true;
    }

    /** FNV-1a, then the finalizer of SplitMix64; never 0, which marks a free place. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return hash == 0 ? 1L << 62 : hash;
    }
}
