package io.nextcart.training.als;

import io.nextcart.training.table.SessionLog;
import java.util.Arrays;
import java.util.BitSet;

/**
 * How often each row (a session) met each item: a sparse matrix in compressed rows.
 *
 * @param offsets where each row starts, rows + 1 values
 * @param item dense item indices, ascending within a row
 * @param count events of that row on that item, at least 1
 * @param items number of items
 */
public record Interactions(int[] offsets, int[] item, float[] count, int items) {
    /** Rows with fewer distinct items say nothing about which items go together, and are left out. */
    private static final int LEAST_ITEMS = 2;

    /**
     * One row per session.
     *
     * @param endMs events at or after this time are left out, milliseconds since the epoch
     * @param indices of the log's items in the matrix; every item with an event before {@code endMs} has one
     * @param items number of items in the matrix
     * @param mostEvents only this many of a row's last events count
     */
    public static Interactions ofSessions(SessionLog log, long endMs, int[] indices, int items, int mostEvents) {
        int[] from = log.sessionOffsets();
        int[] events = log.item();
        if (mostEvents < LEAST_ITEMS) {
            throw new IllegalArgumentException("mostEvents is " + mostEvents + ", expected at least " + LEAST_ITEMS);
        }
        int[] offsets = new int[from.length];
        int[] item = new int[events.length];
        float[] count = new float[events.length];
        int rows = 0;
        int end = 0;
        for (int row = 0; row + 1 < from.length; row++) {
            int to = from[row + 1];
            while (to > from[row] && log.timestampMs()[to - 1] >= endMs) {
                to--;
            }
            int[] last = new int[to - Math.max(from[row], to - mostEvents)];
            int size = 0;
            for (int i = to - last.length; i < to; i++) {
                if (log.stands(i, endMs)) {
                    last[size++] = indices[events[i]];
                }
            }
            int[] met = Arrays.copyOf(last, size);
            Arrays.sort(met);
            int start = end;
            for (int i = 0; i < met.length; i++) {
                if (i == 0 || met[i] != met[i - 1]) {
                    item[end++] = met[i];
                }
                count[end - 1]++;
            }
            if (end - start >= LEAST_ITEMS) {
                offsets[++rows] = end;
            } else {
                Arrays.fill(count, start, end, 0);
                end = start;
            }
        }
        return new Interactions(
                Arrays.copyOf(offsets, rows + 1), Arrays.copyOf(item, end), Arrays.copyOf(count, end), items);
    }

    public int rows() {
        return offsets.length - 1;
    }

    /** The items that a row met, ascending. */
    int[] met() {
        BitSet met = new BitSet(items);
        Arrays.stream(item).forEach(met::set);
        return met.stream().toArray();
    }

    /**
     * The matrix of these items alone, numbered by their place.
     *
     * @param kept items, ascending, with all that a row met
     */
    Interactions of(int[] kept) {
        int[] place = new int[items];
        for (int i = 0; i < kept.length; i++) {
            place[kept[i]] = i;
        }
        return new Interactions(
                offsets, Arrays.stream(item).map(one -> place[one]).toArray(), count, kept.length);
    }

    /** The transposed matrix: a row per item. */
    Interactions transposed() {
        int[] from = new int[items + 1];
        for (int i : item) {
            from[i + 1]++;
        }
        Arrays.parallelPrefix(from, Integer::sum);
        int[] next = Arrays.copyOf(from, items);
        int[] row = new int[item.length];
        float[] rowCount = new float[item.length];
        for (int r = 0; r < rows(); r++) {
            for (int at = offsets[r]; at < offsets[r + 1]; at++) {
                int to = next[item[at]]++;
                row[to] = r;
                rowCount[to] = count[at];
            }
        }
        return new Interactions(from, row, rowCount, rows());
    }
}
