package io.nextcart.training.table;

import io.nextcart.data.Category;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.log.RetailRocket;
import io.nextcart.training.sql.Columns;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** The catalogue's history as it arrives: of 20 million property rows the fifth that means something is kept. */
final class CatalogueLog {
    static final int CATEGORY = 0;
    static final int AVAILABLE = 1;
    static final int PRICE = 2;
    private static final int NO_PARENT = -1;

    private final Dictionary items;
    private final Dictionary categories = new Dictionary();
    private final IntArrayList child = new IntArrayList();
    private final IntArrayList parent = new IntArrayList();
    private final IntArrayList item = new IntArrayList();
    private final IntArrayList kind = new IntArrayList();
    private final LongArrayList atMs = new LongArrayList();
    private final DoubleArrayList value = new DoubleArrayList();

    CatalogueLog(Dictionary items) {
        this.items = items;
    }

    void add(Category category) {
        child.add(categories.number(category.id()));
        parent.add(category.parentId() == null ? NO_PARENT : categories.number(category.parentId()));
    }

    void add(ItemProperty property) {
        String name = property.property();
        if (name.equals(RetailRocket.CATEGORY_PROPERTY)) {
            add(property, CATEGORY, property.value().isEmpty() ? Double.NaN : categories.number(property.value()));
        } else if (name.equals(RetailRocket.AVAILABLE_PROPERTY)) {
            add(property, AVAILABLE, available(property.value()));
        } else if (name.equals(RetailRocket.PRICE_PROPERTY)) {
            add(property, PRICE, price(property.value()));
        }
    }

    /** The ids of the categories of the tree and of the items, ascending. */
    String[] categoryIds() {
        return categories.strings(categories.sorted(number -> true));
    }

    /** For each of {@link #categoryIds} the place of its parent, or −1. */
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
                keptValue.add(isCategory ? categoryRank[(int) value.getDouble(row)] : value.getDouble(row));
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

    /** NaN stands for a value that is not valid; the row is skipped. */
    private void add(ItemProperty property, int propertyKind, double number) {
        if (!Double.isNaN(number)) {
            item.add(items.number(property.itemId().value()));
            kind.add(propertyKind);
            atMs.add(property.timestampMs());
            value.add(number);
        }
    }

    private static double available(String text) {
        return text.equals("1") ? 1 : text.equals("0") ? 0 : Double.NaN;
    }

    /** The number in {@code n552.000} or {@code 552.0}; NaN when it is not a number, negative or infinite. */
    private static double price(String text) {
        int start = text.startsWith("n") ? 1 : 0;
        int space = text.indexOf(' ');
        try {
            double price = Double.parseDouble(text.substring(start, space < 0 ? text.length() : space));
            return price >= 0 && price <= Float.MAX_VALUE ? price : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
