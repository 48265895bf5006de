package io.nextcart.training.table;

import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.RareItems;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.archive.SaidItems;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
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

    /** Writes the neighbours, unless there are none. */
    public void write(Path file) throws IOException {
        int[] offsets = new int[lengths.length + 1];
        IntArrayList items = new IntArrayList();
        FloatArrayList likeness = new FloatArrayList();
        for (int item = 0; item < lengths.length; item++) {
            int found = tables.items().views(item) <= RareItems.FEW_VIEWS ? find(item) : 0;
            for (int i = 0; i < found; i++) {
                items.add(itemOf(best[i]));
                likeness.add(Float.intBitsToFloat((int) (best[i] >>> Integer.SIZE)));
            }
            offsets[item + 1] = items.size();
        }
        if (!items.isEmpty()) {
            NeighborTable.write(file, offsets, items.toIntArray(), likeness.toFloatArray());
        }
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

    private static int itemOf(long key) {
        return Integer.MAX_VALUE - (int) key;
    }
}
