package io.nextcart.training.table;

import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.RareItems;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.archive.SaidItems;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Finds, for the items that few shoppers have seen, those that the catalogue describes most like them: they have a rare word of the
 * title in common, and a likeness of {@value #LEAST} or more ({@link Descriptions}). Only items with a rare word in common are compared,
 * so that no item is compared with more than {@value #MOST_COMPARED}. The same tables and catalogue give the same neighbours,
 * whichever engine made the tables. Not thread-safe.
 */
public final class ContentNeighbors {
    /** The neighbours of an item, with those by co-visitation. */
    static final int MOST = 10;

    /** The neighbours of an item, with those that nobody has viewed. */
    private static final int MOST_IN_ROW = 20;

    private static final int MOST_COMPARED = Descriptions.MOST_WORDS * Descriptions.MOST_WITH_RARE;
    /** Less likens words that say nothing: decision 031. */
    private static final float LEAST = 0.4f;

    private final Tables tables;
    private final Descriptions descriptions;
    private final float[] weights;
    private final float[] lengths;
    private final Descriptions.Postings postings;
    /** Of the item in question: its weight by term, the items that were compared, and the best of them as keys, in order. */
    private final float[] asked;

    private final int[] comparedWith;
    private final int[] compared = new int[MOST_COMPARED];
    private final long[] best = new long[MOST];

    /**
     * @param said of items as of now
     */
    public ContentNeighbors(Tables tables, SaidItems.Packed said) {
        this.tables = tables;
        descriptions = Descriptions.of(tables, said);
        weights = descriptions.weights();
        lengths = new float[tables.items().size()];
        for (int item = 0; item < lengths.length; item++) {
            double squares = 0;
            for (int at = descriptions.from(item); at < descriptions.to(item); at++) {
                squares += (double) weights[descriptions.term(at)] * weights[descriptions.term(at)];
            }
            lengths[item] = (float) Math.sqrt(squares);
        }
        postings = descriptions.postings();
        asked = new float[weights.length];
        comparedWith = new int[lengths.length];
        Arrays.fill(comparedWith, -1);
    }

    /** Writes the neighbours, unless there are none. An item that nobody has viewed is also a neighbour of each of its neighbours. */
    public void write(Path file) throws IOException {
        IntArrayList rows = new IntArrayList();
        LongArrayList keys = new LongArrayList();
        ItemTable items = tables.items();
        for (int item = 0; item < lengths.length; item++) {
            int found = items.views(item) <= RareItems.FEW_VIEWS ? find(item) : 0;
            for (int i = 0; i < found; i++) {
                rows.add(item);
                keys.add(best[i]);
                if (items.views(item) == 0 && items.availability(item) != 0) {
                    rows.add(itemOf(best[i]));
                    keys.add(key(likenessOf(best[i]), item));
                }
            }
        }
        if (!rows.isEmpty()) {
            write(file, rows, keys);
        }
    }

    private void write(Path file, IntArrayList rows, LongArrayList keys) throws IOException {
        int[] starts = new int[lengths.length + 1];
        rows.forEach(row -> starts[row + 1]++);
        Arrays.parallelPrefix(starts, Integer::sum);
        long[] byRow = new long[keys.size()];
        int[] next = starts.clone();
        for (int i = 0; i < byRow.length; i++) {
            byRow[next[rows.getInt(i)]++] = -keys.getLong(i);
        }
        int[] offsets = new int[starts.length];
        IntArrayList items = new IntArrayList();
        FloatArrayList likeness = new FloatArrayList();
        for (int row = 0; row < lengths.length; row++) {
            Arrays.sort(byRow, starts[row], starts[row + 1]);
            for (int i = starts[row]; i < starts[row + 1] && items.size() < offsets[row] + MOST_IN_ROW; i++) {
                // Two that nobody has viewed may have named each other.
                if (!items.subList(offsets[row], items.size()).contains(itemOf(-byRow[i]))) {
                    items.add(itemOf(-byRow[i]));
                    likeness.add(likenessOf(-byRow[i]));
                }
            }
            offsets[row + 1] = items.size();
        }
        NeighborTable.write(file, offsets, items.toIntArray(), likeness.toFloatArray());
    }

    /** Finds the neighbours of an item that co-visitation does not name; returns how many. */
    private int find(int item) {
        NeighborTable visited = tables.coVisitation();
        int wanted = MOST - (visited.to(item) - visited.from(item));
        int met = wanted > 0 ? meet(item) : 0;
        ask(item, 1);
        int found = 0;
        for (int i = 0; i < met; i++) {
            float likeness = likeness(item, compared[i]);
            if (likeness >= LEAST && visited.weightOf(item, compared[i]) == 0) {
                found = keep(key(likeness, compared[i]), found, wanted);
            }
        }
        ask(item, 0);
        return found;
    }

    private void ask(int item, float factor) {
        for (int at = descriptions.from(item); at < descriptions.to(item); at++) {
            int term = descriptions.term(at);
            asked[term] = factor * weights[term];
        }
    }

    /** Meets the items in stock that have a rare word of the item; returns how many. */
    private int meet(int item) {
        ItemTable items = tables.items();
        comparedWith[item] = item;
        int met = 0;
        for (int at = descriptions.from(item); at < descriptions.to(item); at++) {
            int word = descriptions.term(at);
            for (int i = postings.starts()[word]; i < postings.starts()[word + 1]; i++) {
                int other = postings.items()[i];
                if (comparedWith[other] != item && items.availability(other) != 0) {
                    comparedWith[other] = item;
                    compared[met++] = other;
                }
            }
        }
        return met;
    }

    /** The cosine of the item in question and another with a word in common: above 0, and at most 1 but for rounding. */
    private float likeness(int item, int other) {
        double dot = 0;
        for (int at = descriptions.from(other); at < descriptions.to(other); at++) {
            int term = descriptions.term(at);
            dot += (double) asked[term] * weights[term];
        }
        return (float) (dot / ((double) lengths[item] * lengths[other]));
    }

    /** Keeps a key among the best if it is one; returns how many there are. */
    private int keep(long key, int kept, int wanted) {
        int at = Math.min(kept, wanted - 1);
        if (kept == wanted && best[at] >= key) {
            return kept;
        }
        while (at > 0 && best[at - 1] < key) {
            best[at] = best[at - 1];
            at--;
        }
        best[at] = key;
        return Math.min(kept + 1, wanted);
    }

    private static long key(float likeness, int item) {
        return ((long) Float.floatToRawIntBits(likeness) << Integer.SIZE) | (Integer.MAX_VALUE - item);
    }

    private static float likenessOf(long key) {
        return Float.intBitsToFloat((int) (key >>> Integer.SIZE));
    }

    private static int itemOf(long key) {
        return Integer.MAX_VALUE - (int) key;
    }
}
