package io.nextcart.engine.source;

import io.nextcart.engine.Source;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The candidates of one request: for every item that a source named, the score from each source and, after
 * {@link #keepTop}, its rank within the source; {@link #keepBest} is the first pass over them. Flat arrays behind one
 * open-addressing map; no allocation between requests. Not thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // indices into per-request arrays: a map by source would slow the hot loop
public final class Candidates {
    /** Most distinct items that sources may name in one request; further ones are ignored. */
    public static final int MAX_NAMED = 1 << Candidates.SLOT_BITS;
    /** Most candidates that sources may keep. */
    public static final int MAX_KEPT = 256;
    /** How many candidates go to the ranker, unless a list is longer than half of them: decision 029. */
    public static final int RANKED = 80;

    private static final Source[] ALL_SOURCES = Source.values();
    private static final int SOURCES = ALL_SOURCES.length;
    private static final int REPEAT = Source.REPEAT.ordinal();
    /** What the first pass gives for a rank of each source; the shopper's own items are above all. */
    private static final float[] WEIGHT = weights();

    private static final int RANK_OFFSET = 20;
    private static final int SLOT_BITS = 12;
    /** At most half full. */
    private static final int MAP_BITS = SLOT_BITS + 1;

    private static final long SLOT = MAX_NAMED - 1;
    private static final int LAST_STAMP = (1 << (Integer.SIZE - SLOT_BITS)) - 1;

    /** An item in the upper half; below it the request's stamp, then the item's slot. Entries of other stamps are free. */
    private final long[] map = new long[1 << MAP_BITS];

    private int stamp = 1; // no entry of the map has it yet

    private final int[] item = new int[MAX_NAMED];
    private final float[][] score = new float[SOURCES][MAX_NAMED];
    private final int[][] rank = new int[SOURCES][MAX_NAMED];
    /** The slots that each source gave a score. */
    private final int[][] scored = new int[SOURCES][MAX_NAMED];

    private final int[] scoredCount = new int[SOURCES];
    /** By slot, since the first pass. */
    private final Source[] strongest = new Source[MAX_NAMED];
    /** The position of a kept slot, or −1. */
    private final int[] keptAt = new int[MAX_NAMED];

    private int named;

    /** The best score of each source. */
    private final float[] best = new float[SOURCES];

    private final int[] keptSlots = new int[MAX_KEPT];
    private int keptCount;
    private final long[] heap = new long[MAX_KEPT];

    public void reset() {
        for (int s = 0; s < SOURCES; s++) {
            for (int i = 0; i < scoredCount[s]; i++) {
                score[s][scored[s][i]] = 0;
                rank[s][scored[s][i]] = 0;
            }
            scoredCount[s] = 0;
            best[s] = 0;
        }
        named = 0;
        keptCount = 0;
        if (++stamp > LAST_STAMP) {
            Arrays.fill(map, 0);
            stamp = 1;
        }
    }

    /** Adds to the score that a source gives an item; scores are positive. */
    public void add(Source source, int candidate, float amount) {
        int slot = slotFor(candidate);
        if (slot < 0) {
            return;
        }
        int s = source.ordinal();
        float before = score[s][slot];
        float after = before + amount;
        if (before == 0 && after > 0) {
            scored[s][scoredCount[s]++] = slot;
        }
        score[s][slot] = after;
    }

    /** Keeps the best {@code quota} items of a source, ties broken by item index, and records their ranks. */
    public void keepTop(Source source, int quota) {
        int s = source.ordinal();
        int limit = Math.min(quota, MAX_KEPT);
        int size = 0;
        for (int i = 0; i < scoredCount[s]; i++) {
            int slot = scored[s][i];
            long key = key(score[s][slot], item[slot]);
            if (size < limit) {
                heap[size] = key;
                siftUp(size++);
            } else if (key > heap[0]) {
                heap[0] = key;
                siftDown(size);
            }
        }
        Arrays.sort(heap, 0, size);
        int[] ranks = rank[s];
        best[s] = size == 0 ? 0 : score[s][slotOf(itemOf(heap[size - 1]))];
        for (int i = 0; i < size; i++) {
            int slot = slotOf(itemOf(heap[size - 1 - i]));
            ranks[slot] = i + 1;
            if (keptAt[slot] < 0 && keptCount < MAX_KEPT) {
                keptAt[slot] = keptCount;
                keptSlots[keptCount++] = slot;
            }
        }
    }

    /**
     * Keeps the best of the candidates, in their order. A candidate is worth the sum over its sources of {@code weight / (20 + rank)}
     * (reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009); ties go to the one that was kept first.
     *
     * @param most how many stay
     * @param allowed items that may stay
     */
    public void keepBest(int most, IntPredicate allowed) {
        int before = keptCount;
        for (int c = 0; c < before; c++) {
            heap[c] = key(worth(keptSlots[c]), c);
            keptAt[keptSlots[c]] = -1;
        }
        Arrays.sort(heap, 0, before);
        keptCount = 0;
        for (int i = before - 1; i >= 0 && keptCount < most; i--) {
            int slot = keptSlots[itemOf(heap[i])];
            if (allowed.test(item[slot])) {
                keptAt[slot] = 0;
                keptCount++;
            }
        }
        int next = 0;
        for (int c = 0; c < before; c++) {
            int slot = keptSlots[c];
            if (keptAt[slot] >= 0) {
                keptAt[slot] = next;
                keptSlots[next++] = slot;
            }
        }
    }

    /** What a slot is worth; notes its strongest source too, since all its ranks are at hand. */
    private float worth(int slot) {
        float worth = 0;
        Source best = Source.POPULAR;
        int bestRank = Integer.MAX_VALUE;
        for (int s = 0; s < SOURCES; s++) {
            int place = rank[s][slot];
            if (place > 0) {
                worth += WEIGHT[s] / (RANK_OFFSET + place);
                if (place < bestRank) {
                    best = ALL_SOURCES[s];
                    bestRank = place;
                }
            }
        }
        strongest[slot] = rank[REPEAT][slot] > 0 ? Source.REPEAT : best;
        return worth;
    }

    private static float[] weights() {
        float[] weights = new float[SOURCES];
        Arrays.fill(weights, 1);
        weights[REPEAT] = 1000;
        weights[Source.POPULAR_IN_CATEGORY.ordinal()] = 0.5f;
        weights[Source.TRENDING_IN_CATEGORY.ordinal()] = 0.5f;
        return weights;
    }

    /** Number of kept candidates. */
    public int size() {
        return keptCount;
    }

    /** The item of a kept candidate, 0 to {@link #size()} − 1. */
    public int item(int candidate) {
        return item[keptSlots[candidate]];
    }

    /** The position of an item among the kept candidates, or −1. */
    public int find(int candidate) {
        long entry = map[probe(candidate)];
        return isOf(entry, candidate) ? keptAt[slot(entry)] : -1;
    }

    /** The score that a source gave a kept candidate; 0 when it gave none. */
    public float score(Source source, int candidate) {
        return score[source.ordinal()][keptSlots[candidate]];
    }

    /** The best score that a source gave; 0 when it named nothing. */
    public float best(Source source) {
        return best[source.ordinal()];
    }

    /** The rank of a kept candidate in a source, from 1; 0 when the source did not keep it. */
    public int rank(Source source, int candidate) {
        return rank[source.ordinal()][keptSlots[candidate]];
    }

    /** The source that ranks a kept candidate best, the first of several; {@code REPEAT} for any of the shopper's own items. */
    public Source strongest(int candidate) {
        return strongest[keptSlots[candidate]];
    }

    private static long key(float score, int item) {
        return ((long) Float.floatToRawIntBits(score) << 32) | (0x7FFFFFFFL - item);
    }

    private static int itemOf(long key) {
        return (int) (0x7FFFFFFFL - (key & 0xFFFFFFFFL));
    }

    private int slotFor(int candidate) {
        int at = probe(candidate);
        if (isOf(map[at], candidate)) {
            return slot(map[at]);
        }
        if (named == MAX_NAMED) {
            return -1;
        }
        map[at] = entryOf(candidate) | named;
        item[named] = candidate;
        keptAt[named] = -1;
        return named++;
    }

    private int slotOf(int candidate) {
        return slot(map[probe(candidate)]);
    }

    /** The entry of an item in slot 0. */
    private long entryOf(int candidate) {
        return ((long) candidate << Integer.SIZE) | ((long) stamp << SLOT_BITS);
    }

    private boolean isOf(long entry, int candidate) {
        return (entry & ~SLOT) == entryOf(candidate);
    }

    private static int slot(long entry) {
        return (int) (entry & SLOT);
    }

    /** The place of an item's entry, or the free one where it belongs. */
    private int probe(int candidate) {
        int at = (candidate * 0x9E3779B9) >>> (Integer.SIZE - MAP_BITS);
        while ((int) map[at] >>> SLOT_BITS == stamp && !isOf(map[at], candidate)) {
            at = (at + 1) & (map.length - 1);
        }
        return at;
    }

    private void siftUp(int start) {
        int child = start;
        long key = heap[child];
        while (child > 0) {
            int parent = (child - 1) >>> 1;
            if (heap[parent] <= key) {
                break;
            }
            heap[child] = heap[parent];
            child = parent;
        }
        heap[child] = key;
    }

    private void siftDown(int size) {
        int parent = 0;
        long key = heap[0];
        while (true) {
            int child = 2 * parent + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= key) {
                break;
            }
            heap[parent] = heap[child];
            parent = child;
        }
        heap[parent] = key;
    }
}
