package io.nextcart.training.table;

import io.nextcart.data.Category;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.CatalogueValues;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.training.sql.Columns;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** The catalogue's history in the order of arrival: of 20 million property rows it keeps the meaningful fifth. */
final class CatalogueLog {
    static final int CATEGORY = 0;
    static final int AVAILABLE = 1;
    static final int PRICE = 2;
    private static final int NO_PARENT = -1;
    private static final int UNKNOWN = -2;
    private static final int UNSET = -1;

    private final Dictionary items;
    private final Dictionary categories = new Dictionary();
    private final Dictionary lists = new Dictionary();
    private final List<int[]> several = new ArrayList<>();
    private final IntArrayList child = new IntArrayList();
    private final IntArrayList parent = new IntArrayList();
    private final IntArrayList item = new IntArrayList();
    private final IntArrayList kind = new IntArrayList();
    private final LongArrayList atMs = new LongArrayList();
    private final DoubleArrayList value = new DoubleArrayList();
    private long empty;

    CatalogueLog(Dictionary items) {
        this.items = items;
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
            return categories.number(text);
        }
        int list = lists.number(text);
        if (list == several.size()) {
            several.add(CatalogueValues.categories(text).stream()
                    .mapToInt(categories::number)
                    .toArray());
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

    /** The rows of {@code property} for items that have a rank. */
    Columns rows(int[] itemRank) {
        int[] categoryRank = categoryRank();
        IntArrayList ranked = new IntArrayList();
        IntArrayList keptKind = new IntArrayList();
        LongArrayList keptAtMs = new LongArrayList();
        DoubleArrayList keptValue = new DoubleArrayList();
        IntArrayList arrival = new IntArrayList();
        for (int row = 0; row < item.size(); row++) {
            int rank = itemRank[item.getInt(row)];
            if (rank >= 0) {
                boolean isCategory = kind.getInt(row) == CATEGORY;
                ranked.add(rank);
                keptKind.add(kind.getInt(row));
                keptAtMs.add(atMs.getLong(row));
                double said = value.getDouble(row);
                if (isCategory && said != UNSET) {
                    said = said > UNSET ? categoryRank[(int) said] : categoryRank.length + UNSET - 1 - said;
                }
                keptValue.add(said);
                arrival.add(row);
            }
        }
        return new Columns()
                .with("item", ranked)
                .with("kind", keptKind)
                .with("at_ms", keptAtMs)
                .with("value", keptValue)
                .with("arrival", arrival);
    }

    private void add(ItemProperty property, int propertyKind, double number) {
        item.add(items.number(property.itemId().value()));
        kind.add(propertyKind);
        atMs.add(property.timestampMs());
        value.add(number);
    }

    /**
     * Figures about the items.
     *
     * @param withEvents the numbers of items with an event
     */
    CatalogueSummary.Items items(BitSet withEvents) {
        BitSet[] known = {new BitSet(), new BitSet(), new BitSet()};
        BitSet others = new BitSet();
        for (int row = 0; row < item.size(); row++) {
            if (withEvents.get(item.getInt(row))) {
                double said = value.getDouble(row);
                known[kind.getInt(row)].set(item.getInt(row), said != UNSET && !Double.isNaN(said));
            } else {
                others.set(item.getInt(row));
            }
        }
        return new CatalogueSummary.Items(
                item.size(),
                empty,
                0,
                withEvents.cardinality(),
                known[CATEGORY].cardinality(),
                known[PRICE].cardinality(),
                known[AVAILABLE].cardinality(),
                others.cardinality(),
                others.isEmpty() ? "" : items.string(others.nextSetBit(0)));
    }

    /** The shape of the tree, without the categories of items. */
    CatalogueSummary.Tree tree() {
        int[] above = new int[categories.size()];
        Arrays.fill(above, UNKNOWN);
        BitSet twoParents = new BitSet();
        BitSet named = new BitSet();
        for (int row = 0; row < child.size(); row++) {
            int one = child.getInt(row);
            if (above[one] != UNKNOWN && above[one] != parent.getInt(row)) {
                twoParents.set(one);
            }
            above[one] = parent.getInt(row);
            if (parent.getInt(row) != NO_PARENT) {
                named.set(parent.getInt(row));
            }
        }
        BitSet inTree = (BitSet) named.clone();
        BitSet roots = new BitSet();
        BitSet orphans = (BitSet) named.clone();
        for (int one = 0; one < above.length; one++) {
            if (above[one] != UNKNOWN) {
                inTree.set(one);
                orphans.clear(one);
                roots.set(one, above[one] == NO_PARENT);
            }
        }
        BitSet cycles = cycles(above);
        BitSet ofItems = new BitSet();
        for (int row = 0; row < item.size(); row++) {
            int said = kind.getInt(row) == CATEGORY ? (int) value.getDouble(row) : UNSET;
            if (said > UNSET) {
                ofItems.set(said);
            } else if (said < UNSET) {
                Arrays.stream(several.get(UNSET - 1 - said)).forEach(ofItems::set);
            }
        }
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
