package io.nextcart.training.table;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.archive.SaidItems;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the catalogue says of each item, as a set of terms: its categories with all above them, its price and the words of its title.
 * Prices are in bands of 25 %; an item has the terms of its band and of the next, so that items of neighbouring bands have one in
 * common. Words are kept as hashes of 32 bits: at a million words, one in 4,000 is taken for another.
 *
 * <p>A term that n of N items have weighs ln(N / n); one that a single item has weighs nothing, as it likens nothing. How like two
 * items are is the cosine of their weights (Salton and Buckley, "Term-weighting approaches in automatic text retrieval", Information
 * Processing and Management 24, 1988).
 */
final class Descriptions {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Words of a title that count, from its beginning. */
    static final int MOST_WORDS = 32;
    /** Items that have a word which is rare. */
    static final int MOST_WITH_RARE = 30;

    private static final double BAND = StrictMath.log(1.25);
    /** Enough for every finite price. */
    private static final int BANDS = 400;

    private final ItemTable items;
    private final CategoryTable categories;
    private final Int2IntOpenHashMap words = new Int2IntOpenHashMap();
    private final int[] offsets;
    private final IntArrayList terms = new IntArrayList();
    /** The terms of the item that is read. */
    private final IntArrayList own = new IntArrayList();

    private int next;

    private Descriptions(Tables tables) {
        items = tables.items();
        categories = tables.categories();
        offsets = new int[items.size() + 1];
    }

    /** Reads them in one pass. */
    static Descriptions of(Tables tables, SaidItems.Packed said) {
        Descriptions all = new Descriptions(tables);
        said.forEach(all::add);
        all.endAt(all.items.size());
        return all;
    }

    private void add(CatalogueItem said) {
        int item = items.indexOf(said.itemId().value());
        if (item >= 0) {
            endAt(item);
            String title = said.title();
            if (title != null) {
                addWords(title);
            }
        }
    }

    /** Ends the items before one, and begins it. */
    private void endAt(int item) {
        while (next <= item) {
            terms.addAll(own);
            offsets[next] = terms.size();
            own.clear();
            if (next < items.size()) {
                addCategories(next);
                addPrice(items.price(next));
            }
            next++;
        }
    }

    private void addCategories(int item) {
        addBranch(items.category(item));
        for (int at = items.moreFrom(item); at < items.moreTo(item); at++) {
            addBranch(items.moreCategory(at));
        }
    }

    private void addBranch(int category) {
        // Ends at what is there, and so at a cycle of the tree.
        for (int at = category; at >= 0 && !own.contains(at); at = categories.parent(at)) {
            own.add(at);
        }
    }

    private void addPrice(float price) {
        if (!Float.isNaN(price)) {
            int band = categories.size() + (int) (StrictMath.log1p(price) / BAND);
            own.add(band);
            own.add(band + 1);
        }
    }

    private void addWords(String title) {
        BETWEEN_WORDS
                .splitAsStream(title.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .mapToInt(word -> words.computeIfAbsent(word.hashCode(), hash -> words.size()))
                .map(word -> categories.size() + BANDS + word)
                .filter(term -> !own.contains(term))
                .forEach(own::add);
    }

    /** How many items have each term. */
    private int[] having() {
        int[] having = new int[categories.size() + BANDS + words.size()];
        terms.forEach(term -> having[term]++);
        return having;
    }

    /** Where the terms of an item begin. */
    int from(int item) {
        return offsets[item];
    }

    /** Where they end, exclusive. */
    int to(int item) {
        return offsets[item + 1];
    }

    /** The term at a position; an item has it once. */
    int term(int position) {
        return terms.getInt(position);
    }

    /** The weight of each term, 0 or above. */
    float[] weights() {
        int[] having = having();
        float[] weights = new float[having.length];
        for (int term = 0; term < weights.length; term++) {
            weights[term] = having[term] < 2 ? 0 : (float) StrictMath.log((double) items.size() / having[term]);
        }
        return weights;
    }

    /** The items that have each rare word. */
    Postings postings() {
        int[] having = having();
        int[] starts = new int[having.length + 1];
        for (int term = 0; term < having.length; term++) {
            boolean rare = term >= categories.size() + BANDS && having[term] <= MOST_WITH_RARE;
            starts[term + 1] = starts[term] + (rare ? having[term] : 0);
        }
        int[] ofWords = new int[starts[having.length]];
        int[] at = starts.clone();
        for (int item = 0; item < items.size(); item++) {
            for (int position = from(item); position < to(item); position++) {
                int term = term(position);
                if (at[term] < starts[term + 1]) {
                    ofWords[at[term]++] = item;
                }
            }
        }
        return new Postings(starts, ofWords);
    }

    /** Items by term: those of term t from {@code starts[t]} to {@code starts[t + 1]}; none of a term that is not a rare word. */
    record Postings(int[] starts, int[] items) {}
}
