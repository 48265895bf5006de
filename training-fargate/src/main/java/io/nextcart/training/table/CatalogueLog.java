package io.nextcart.training.table;

import io.nextcart.data.Category;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.CatalogueValues;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Passes the catalogue's history on to a SQL engine in the order of arrival, in chunks: of 20 million property rows the
 * meaningful fifth. The category tree, and what the summary counts, stay in memory.
 */
final class CatalogueLog {
    static final int CATEGORY = 0;
    static final int AVAILABLE = 1;
    static final int PRICE = 2;
    private static final int NO_PARENT = -1;
    private static final int UNKNOWN = -2;
    private static final int UNSET = -1;

    private final SqlEngine sql;
    private final Dictionary items;
    private final int chunk;
    private final Dictionary categories = new Dictionary();
    private final Dictionary lists = new Dictionary();
    private final List<int[]> several = new ArrayList<>();
    private final IntArrayList child = new IntArrayList();
    private final IntArrayList parent = new IntArrayList();
    private final IntArrayList item = new IntArrayList();
    private final IntArrayList kind = new IntArrayList();
    private final LongArrayList atMs = new LongArrayList();
    private final DoubleArrayList value = new DoubleArrayList();
    private final BitSet mentioned = new BitSet();
    private final BitSet[] known = {new BitSet(), new BitSet(), new BitSet()};
    private final BitSet categoriesOfItems = new BitSet();
    private boolean started;
    private long passedOn;
    private long empty;

    /** @param chunk number of rows that are passed on at once */
    CatalogueLog(SqlEngine sql, Dictionary items, int chunk) {
        this.sql = sql;
        this.items = items;
        this.chunk = chunk;
    }

    void add(Category category) {
        child.add(categories.number(category.id()));
        parent.add(category.parentId() == null ? NO_PARENT : categories.number(category.parentId()));
    }

    void add(ItemProperty property) {
        String said = property.value();
        if (said != null && said.isEmpty()) {
            empty++;
            return;
        }
        switch (property.property()) {
            case RetailRocket.CATEGORY_PROPERTY -> add(property, CATEGORY, said == null ? UNSET : category(said));
            case RetailRocket.AVAILABLE_PROPERTY ->
                add(property, AVAILABLE, said == null ? UNSET : said.equals("1") ? 1 : 0);
            case RetailRocket.PRICE_PROPERTY ->
                add(property, PRICE, said == null ? Double.NaN : CatalogueValues.price(said));
            default -> {} // already counted by the reader
        }
    }

    /** The number of a category; of several, {@code UNSET − 1 − i} for their list at index i of {@link #several}. */
    private int category(String text) {
        if (!text.contains(CatalogueItem.BETWEEN_CATEGORIES)) {
            int number = categories.number(text);
            categoriesOfItems.set(number);
            return number;
        }
        int list = lists.number(text);
        if (list == several.size()) {
            int[] numbers = CatalogueValues.categories(text).stream()
                    .mapToInt(categories::number)
                    .toArray();
            several.add(numbers);
            Arrays.stream(numbers).forEach(categoriesOfItems::set);
        }
        return UNSET - 1 - list;
    }

    /**
     * The category lists of items with several categories: with n categories, a value v of at least n is list v − n.
     * Categories are indices of {@link #categoryIds}.
     */
    int[][] categoryLists() {
        int[] rank = categoryRank();
        return several.stream()
                .map(list -> Arrays.stream(list).map(one -> rank[one]).toArray())
                .toArray(int[][]::new);
    }

    /** The ids of the categories of the tree and of the items, ascending. */
    String[] categoryIds() {
        return categories.strings(categories.sorted(number -> true));
    }

    /** The index of the parent for each of {@link #categoryIds}, or −1. */
    int[] categoryParents() {
        int[] rank = categoryRank();
        int[] parents = new int[rank.length];
        Arrays.fill(parents, NO_PARENT);
        for (int row = 0; row < child.size(); row++) {
            int above = parent.getInt(row);
            parents[rank[child.getInt(row)]] = above == NO_PARENT ? NO_PARENT : rank[above];
        }
        return parents;
    }

    private int[] categoryRank() {
        return LogLoader.ranks(categories.sorted(number -> true), categories.size());
    }

    /** For each category value that is passed on, but {@link #UNSET}, its value in {@code property}. */
    Columns categoryValues() {
        int[] rank = categoryRank();
        DoubleArrayList passed = new DoubleArrayList();
        DoubleArrayList place = new DoubleArrayList();
        for (int number = 0; number < rank.length; number++) {
            passed.add(number);
            place.add(rank[number]);
        }
        for (int list = 0; list < several.size(); list++) {
            passed.add(UNSET - 1 - list);
            place.add(rank.length + list);
        }
        return new Columns().with("category", passed).with("place", place);
    }

    private void add(ItemProperty property, int propertyKind, double number) {
        int itemNumber = items.number(property.itemId().value());
        mentioned.set(itemNumber);
        known[propertyKind].set(itemNumber, number != UNSET && !Double.isNaN(number));
        item.add(itemNumber);
        kind.add(propertyKind);
        atMs.add(property.timestampMs());
        value.add(number);
        if (item.size() == chunk) {
            passOn();
        }
    }

    /** Passes on what is left: the table {@code raw_property}, with the numbers of items and categories. */
    void end() {
        if (!started || !item.isEmpty()) {
            passOn();
        }
    }

    private void passOn() {
        LongArrayList arrival = new LongArrayList();
        for (int row = 0; row < item.size(); row++) {
            arrival.add(passedOn + row);
        }
        Columns rows = new Columns()
                .with("item", item)
                .with("kind", kind)
                .with("at_ms", atMs)
                .with("value", value)
                .with("arrival", arrival);
        if (started) {
            sql.append("raw_property", rows);
        } else {
            sql.put("raw_property", rows);
        }
        started = true;
        passedOn += item.size();
        item.clear();
        kind.clear();
        atMs.clear();
        value.clear();
    }

    /**
     * Figures about the items.
     *
     * @param withEvents the numbers of items with an event
     */
    CatalogueSummary.Items items(BitSet withEvents) {
        BitSet others = (BitSet) mentioned.clone();
        others.andNot(withEvents);
        return new CatalogueSummary.Items(
                passedOn + item.size(),
                empty,
                0,
                withEvents.cardinality(),
                both(known[CATEGORY], withEvents),
                both(known[PRICE], withEvents),
                both(known[AVAILABLE], withEvents),
                others.cardinality(),
                others.isEmpty() ? "" : items.string(others.nextSetBit(0)));
    }

    private static long both(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both.cardinality();
    }

    /** The shape of the tree, without the categories of items. */
    CatalogueSummary.Tree tree() {
        int[] above = new int[categories.size()];
        Arrays.fill(above, UNKNOWN);
        BitSet twoParents = new BitSet();
        BitSet parents = new BitSet();
        for (int row = 0; row < child.size(); row++) {
            int one = child.getInt(row);
            if (above[one] != UNKNOWN && above[one] != parent.getInt(row)) {
                twoParents.set(one);
            }
            above[one] = parent.getInt(row);
            if (parent.getInt(row) != NO_PARENT) {
                parents.set(parent.getInt(row));
            }
        }
        BitSet inTree = (BitSet) parents.clone();
        BitSet roots = new BitSet();
        BitSet orphans = (BitSet) parents.clone();
        for (int one = 0; one < above.length; one++) {
            if (above[one] != UNKNOWN) {
                inTree.set(one);
                orphans.clear(one);
                roots.set(one, above[one] == NO_PARENT);
            }
        }
        BitSet cycles = cycles(above);
        BitSet ofItems = (BitSet) categoriesOfItems.clone();
        BitSet strange = (BitSet) ofItems.clone();
        strange.andNot(inTree);
        ofItems.and(inTree);
        return new CatalogueSummary.Tree(
                inTree.cardinality(),
                roots.cardinality(),
                orphans.cardinality(),
                twoParents.cardinality(),
                cycles.cardinality(),
                ofItems.cardinality(),
                strange.cardinality(),
                List.of(first(orphans), first(twoParents), first(cycles), first(strange)));
    }

    /** The categories on a cycle of parents. */
    private static BitSet cycles(int[] above) {
        BitSet cycles = new BitSet();
        int[] walk = new int[above.length]; // the walk up in which a category was first met; 0 for none
        for (int start = 0; start < above.length; start++) {
            int at = start;
            while (at >= 0 && walk[at] == 0) {
                walk[at] = start + 1;
                at = above[at];
            }
            while (at >= 0 && walk[at] == start + 1 && !cycles.get(at)) {
                cycles.set(at);
                at = above[at];
            }
        }
        return cycles;
    }

    private String first(BitSet chosen) {
        return chosen.isEmpty() ? "" : categories.string(chosen.nextSetBit(0));
    }
}
