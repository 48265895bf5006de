package io.nextcart.training.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Category;
import io.nextcart.data.ItemProperty;
import io.nextcart.training.sql.Column;
import io.nextcart.training.sql.Columns;
import java.util.Arrays;

/** The catalogue's history as it arrives: of 20 million property rows the fifth that means something is kept. */
final class CatalogueLog {
    static final int CATEGORY = 0;
    static final int AVAILABLE = 1;
    static final int PRICE = 2;
    private static final int NO_PARENT = -1;

    private final Dictionary items;
    private final Dictionary categories = new Dictionary();
    private final String priceProperty;
    private final Column.Ints child = new Column.Ints("child");
    private final Column.Ints parent = new Column.Ints("parent");
    private Column.Ints item = new Column.Ints("item");
    private Column.Ints kind = new Column.Ints("kind");
    private Column.Longs atMs = new Column.Longs("at_ms");
    private Column.Doubles value = new Column.Doubles("value");
    private int[] categoryRank = {};
    private long unusable;

    CatalogueLog(Dictionary items, String priceProperty) {
        this.items = items;
        this.priceProperty = requireNonNull(priceProperty, "priceProperty is null");
    }

    void add(Category category) {
        child.add(categories.number(category.id()));
        parent.add(category.parentId() == null ? NO_PARENT : categories.number(category.parentId()));
    }

    void add(ItemProperty property) {
        String name = property.property();
        if (name.equals("categoryid")) {
            add(property, CATEGORY, property.value().isEmpty() ? Double.NaN : categories.number(property.value()));
        } else if (name.equals("available")) {
            add(property, AVAILABLE, available(property.value()));
        } else if (name.equals(priceProperty)) {
            add(property, PRICE, price(property.value()));
        }
    }

    long unusable() {
        return unusable;
    }

    /** Numbers the categories of the tree and of the items. Call before {@link #drain}. */
    CategoryTree tree() {
        int[] order = categories.sorted(number -> true);
        categoryRank = LogDatabase.ranks(order, categories.size());
        int[] parents = new int[order.length];
        Arrays.fill(parents, NO_PARENT);
        for (int row = 0; row < child.size(); row++) {
            int above = parent.get(row);
            parents[categoryRank[child.get(row)]] = above == NO_PARENT ? NO_PARENT : categoryRank[above];
        }
        String[] ids = Arrays.stream(order).mapToObj(categories::string).toArray(String[]::new);
        return new CategoryTree(ids, parents);
    }

    /** Hands out the rows of {@code property} for items that have a rank, and drops all rows. */
    Columns drain(int[] itemRank) {
        Column.Ints ranked = new Column.Ints("item");
        Column.Ints keptKind = new Column.Ints("kind");
        Column.Longs keptAtMs = new Column.Longs("at_ms");
        Column.Doubles keptValue = new Column.Doubles("value");
        Column.Ints arrival = new Column.Ints("arrival");
        for (int row = 0; row < item.size(); row++) {
            int rank = itemRank[item.get(row)];
            if (rank >= 0) {
                ranked.add(rank);
                keptKind.add(kind.get(row));
                keptAtMs.add(atMs.get(row));
                keptValue.add(kind.get(row) == CATEGORY ? categoryRank[(int) value.get(row)] : value.get(row));
                arrival.add(row);
            }
        }
        item = new Column.Ints("item");
        kind = new Column.Ints("kind");
        atMs = new Column.Longs("at_ms");
        value = new Column.Doubles("value");
        return Columns.of(ranked, keptKind, keptAtMs, keptValue, arrival);
    }

    private void add(ItemProperty property, int propertyKind, double number) {
        if (Double.isNaN(number)) {
            unusable++;
            return;
        }
        item.add(items.number(property.itemId().value()));
        kind.add(propertyKind);
        atMs.add(property.timestampMs());
        value.add(number);
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
