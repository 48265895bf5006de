package io.nextcart.engine.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The log and the catalogue on each item at the table's end time. The position of an id is the item's dense index,
 * which every other table uses. For item numbers beyond the table, the accessors return the values for an item without
 * any data.
 */
public final class ItemTable {
    /** The value of {@link #category} for an item without one. */
    public static final int NO_CATEGORY = -1;
    /** The value of {@link #availability} when the catalogue does not say. */
    public static final int AVAILABILITY_UNKNOWN = -1;

    private static final String KIND = "items";
    /** Sections present only when an item has several categories. */
    private static final String MORE_OFFSETS = "more_offsets";

    private static final String MORE_CATEGORIES = "more_categories";
    private static final float STEADY = 1;

    private final StringColumn ids;
    private final IntBuffer category;
    private final @Nullable IntBuffer moreOffsets;
    private final @Nullable IntBuffer moreCategories;
    private final FloatBuffer price;
    private final IntBuffer available;
    private final IntBuffer views;
    private final IntBuffer carts;
    private final IntBuffer purchases;
    private final FloatBuffer recent;
    private final FloatBuffer trend;

    private ItemTable(TableFile table) throws BundleException {
        ids = table.strings("id");
        category = table.ints("category", ids.size());
        boolean several = table.has(MORE_OFFSETS);
        moreOffsets = several ? table.ints(MORE_OFFSETS, ids.size() + 1) : null;
        moreCategories = several ? table.ints(MORE_CATEGORIES) : null;
        price = table.floats("price", ids.size());
        available = table.ints("available", ids.size());
        views = table.ints("views", ids.size());
        carts = table.ints("carts", ids.size());
        purchases = table.ints("purchases", ids.size());
        recent = table.floats("recent", ids.size());
        trend = table.floats("trend", ids.size());
    }

    /**
     * The columns to write, one value per item, documented by the accessors of the same names.
     *
     * @param ids strictly ascending in {@link StringColumn#ORDER}
     * @param moreCategories for each item, its categories after the first
     */
    public record Columns(
            String[] ids,
            int[] category,
            int[][] moreCategories,
            float[] price,
            int[] available,
            int[] views,
            int[] carts,
            int[] purchases,
            float[] recent,
            float[] trend) {
        public Columns {
            StringColumn.checkAscending(ids);
            TableWriter.checkLength("category", category.length, ids.length);
            TableWriter.checkLength("moreCategories", moreCategories.length, ids.length);
            TableWriter.checkLength("price", price.length, ids.length);
            TableWriter.checkLength("available", available.length, ids.length);
            TableWriter.checkLength("views", views.length, ids.length);
            TableWriter.checkLength("carts", carts.length, ids.length);
            TableWriter.checkLength("purchases", purchases.length, ids.length);
            TableWriter.checkLength("recent", recent.length, ids.length);
            TableWriter.checkLength("trend", trend.length, ids.length);
        }

        /** Columns of items with at most one category. */
        public Columns(
                String[] ids,
                int[] category,
                float[] price,
                int[] available,
                int[] views,
                int[] carts,
                int[] purchases,
                float[] recent,
                float[] trend) {
            this(ids, category, new int[ids.length][0], price, available, views, carts, purchases, recent, trend);
        }
    }

    public static void write(Path file, Columns columns) throws IOException {
        requireNonNull(columns, "columns is null");
        try (TableWriter writer = new TableWriter(file, KIND)) {
            writer.strings("id", columns.ids);
            writer.ints("category", columns.category);
            writer.floats("price", columns.price);
            writer.ints("available", columns.available);
            writer.ints("views", columns.views);
            writer.ints("carts", columns.carts);
            writer.ints("purchases", columns.purchases);
            writer.floats("recent", columns.recent);
            writer.floats("trend", columns.trend);
            int[] offsets = new int[columns.ids.length + 1];
            for (int i = 0; i < columns.ids.length; i++) {
                offsets[i + 1] = offsets[i] + columns.moreCategories[i].length;
            }
            if (offsets[columns.ids.length] > 0) {
                writer.ints(MORE_OFFSETS, offsets);
                writer.ints(
                        MORE_CATEGORIES,
                        Arrays.stream(columns.moreCategories)
                                .flatMapToInt(Arrays::stream)
                                .toArray());
            }
            writer.commit();
        }
    }

    public static ItemTable open(Path file) throws BundleException {
        return new ItemTable(TableFile.open(file, KIND));
    }

    public int size() {
        return ids.size();
    }

    /** The dense index of an item id, or −1 when unknown. */
    public int indexOf(String id) {
        return ids.indexOf(id);
    }

    /** The ids, ascending. */
    StringColumn ids() {
        return ids;
    }

    /** The id of an item, 0 to size − 1. */
    public String id(int item) {
        return ids.get(item);
    }

    /** Where an item's categories after the first begin, for {@link #moreCategory}. */
    public int moreFrom(int item) {
        return moreOffsets == null || item >= size() ? 0 : moreOffsets.get(item);
    }

    /** Where they end, exclusive. */
    public int moreTo(int item) {
        return moreOffsets == null || item >= size() ? 0 : moreOffsets.get(item + 1);
    }

    /** The dense index of a category at a position from {@link #moreFrom} to {@link #moreTo}. */
    public int moreCategory(int at) {
        return requireNonNull(moreCategories, "no item has several categories").get(at);
    }

    /** The dense index of the item's first category in {@link CategoryTable}, or {@link #NO_CATEGORY}. */
    public int category(int item) {
        return item < size() ? category.get(item) : NO_CATEGORY;
    }

    /** The price in the shop's currency, NaN when unknown. */
    public float price(int item) {
        return item < size() ? price.get(item) : Float.NaN;
    }

    /** 1 in stock, 0 out of stock, {@link #AVAILABILITY_UNKNOWN}. */
    public int availability(int item) {
        return item < size() ? available.get(item) : AVAILABILITY_UNKNOWN;
    }

    /** Views in the table's window. */
    public int views(int item) {
        return item < size() ? views.get(item) : 0;
    }

    /** Add-to-carts in the table's window. */
    public int carts(int item) {
        return item < size() ? carts.get(item) : 0;
    }

    /** Purchases in the table's window. */
    public int purchases(int item) {
        return item < size() ? purchases.get(item) : 0;
    }

    /** Views, each halved for every 7 days between it and the table's end; at least 0. */
    public float recent(int item) {
        return item < size() ? recent.get(item) : 0;
    }

    /**
     * Weekly views now divided by weekly views in the four weeks before, smoothed: 1 is steady, above 1 rising;
     * positive.
     */
    public float trend(int item) {
        return item < size() ? trend.get(item) : STEADY;
    }
}
