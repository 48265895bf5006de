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
 * What the log and the catalogue say about each item at the table's end time. The position of an id in this table is the
 * dense index by which every other table names the item. Of an item whose number lies above those, the accessors say what they
 * say of an item that nothing is known of.
 */
public final class ItemTable {
    /** The value of {@link #category} for an item without one. */
    public static final int NO_CATEGORY = -1;
    /** The value of {@link #availability} for an item that the catalogue says nothing about. */
    public static final int AVAILABILITY_UNKNOWN = -1;

    private static final String KIND = "items";
    /** Sections that are there only when an item has several categories. */
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
     * The columns to write, one value per item; the accessors of the same names document them.
     *
     * @param ids ascending in {@link StringColumn#ORDER}, without repetition
     * @param moreCategories of each item, the categories beside the first
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

        /** Of items with one category at most. */
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

    /** Writes a table. */
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

    /** Maps a table. */
    public static ItemTable open(Path file) throws BundleException {
        return new ItemTable(TableFile.open(file, KIND));
    }

    /** Number of items. */
    public int size() {
        return ids.size();
    }

    /** The dense index of an item id, or −1 when the table does not know it. */
    public int indexOf(String id) {
        return ids.indexOf(id);
    }

    /** The id of an item, 0 to size − 1. */
    public String id(int item) {
        return ids.get(item);
    }

    /** Where the categories of an item beside the first begin, for {@link #moreCategory}. */
    public int moreFrom(int item) {
        return moreOffsets == null || item >= size() ? 0 : moreOffsets.get(item);
    }

    /** Where they end, exclusive. */
    public int moreTo(int item) {
        return moreOffsets == null || item >= size() ? 0 : moreOffsets.get(item + 1);
    }

    /** The dense index of a category that an item has beside its first. */
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

    /** Weekly views now over weekly views in the four weeks before, smoothed: 1 is steady, above 1 rising; positive. */
    public float trend(int item) {
        return item < size() ? trend.get(item) : STEADY;
    }
}
