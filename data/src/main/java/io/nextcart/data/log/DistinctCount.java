package io.nextcart.data.log;

import java.util.HashSet;
import java.util.Set;

/**
 * Counts different texts in bounded memory: exactly up to a limit; beyond it by a sample, with a standard error of about
 * 1.2 / √limit. The sample is of hashes that end in a number of zero bits, which grows as they become too many (adaptive sampling:
 * P. Flajolet, "On adaptive sampling", Computing 43, 1990).
 */
final class DistinctCount {
    private final int limit;
    private final Set<Long> sample = new HashSet<>();
    private int level;

    /**
     * @param limit most hashes kept, at least 1
     */
    DistinctCount(int limit) {
        this.limit = limit;
    }

    void add(String text) {
        long hash = hash(text);
        if (isSampled(hash) && sample.add(hash) && sample.size() > limit) {
            level++;
            sample.removeIf(kept -> !isSampled(kept));
        }
    }

    /** How many there were, or about how many. */
    long count() {
        return (long) sample.size() << level;
    }

    /** Whether {@link #count} is exact, but for texts of equal 64-bit hash. */
    boolean isExact() {
        return level == 0;
    }

    private boolean isSampled(long hash) {
        return (hash & (1L << level) - 1) == 0;
    }

    /** FNV-1a, then the finalizer of SplitMix64. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
        return hash ^ hash >>> 31;
    }
}
