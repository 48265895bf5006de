package io.nextcart.engine;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A shop small enough to check by hand: items a to l (indices 0 to 11), four each in categories x, y and z (y is a
 * child of x), popularity falling from a to l. Item i is followed by i+1 (weight 3) and i+2 (weight 1); item d is out
 * of stock.
 */
public final class TinyShop {
    public static final int ITEMS = 12;
    public static final int OUT_OF_STOCK = 3;

    private TinyShop() {}

    public static String id(int item) {
        return String.valueOf((char) ('a' + item));
    }

    public static Tables tables(Path folder) throws IOException {
        float[] recent = new float[ITEMS];
        Arrays.fill(recent, 1);
        return tables(folder, recent, new int[ITEMS], new int[ITEMS]);
    }

    /** The same shop, except that few have seen k and l, all of them of late. */
    public static Tables withRareItems(Path folder) throws IOException {
        float[] recent = new float[ITEMS];
        Arrays.fill(recent, 1);
        recent[10] = 20;
        recent[11] = 10;
        return tables(folder, recent, new int[ITEMS], new int[ITEMS]);
    }

    /** The same shop, except that b was put in the cart, and a bought without that. */
    public static Tables withOrders(Path folder) throws IOException {
        float[] recent = new float[ITEMS];
        Arrays.fill(recent, 1);
        int[] carts = new int[ITEMS];
        carts[1] = 3;
        int[] purchases = new int[ITEMS];
        purchases[0] = 1;
        return tables(folder, recent, carts, purchases);
    }

    /** What the shop says of the availability of an item. */
    public static CatalogueItem change(String id, boolean available) {
        return new CatalogueItem(new ItemId(id), available, null, null, null, null, 0);
    }

    private static Tables tables(Path folder, float[] recent, int[] carts, int[] purchases) throws IOException {
        String[] ids = new String[ITEMS];
        int[] category = new int[ITEMS];
        float[] price = new float[ITEMS];
        int[] available = new int[ITEMS];
        int[] views = new int[ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            ids[i] = id(i);
            category[i] = i / 4;
            price[i] = 10 + i;
            available[i] = i == OUT_OF_STOCK ? 0 : 1;
            views[i] = 120 - 10 * i;
        }
        float[] ones = new float[ITEMS];
        Arrays.fill(ones, 1);
        ItemTable.write(
                folder.resolve(Tables.ITEMS),
                new ItemTable.Columns(ids, category, price, available, views, carts, purchases, recent, ones));
        CategoryTable.write(folder.resolve(Tables.CATEGORIES), new String[] {"x", "y", "z"}, new int[] {-1, 0, -1});
        PopularTable.Lists popular = popular();
        PopularTable.write(folder.resolve(Tables.POPULAR), popular, popular);
        neighbors(folder.resolve(Tables.CO_VISITATION), 2);
        neighbors(folder.resolve(Tables.CO_CART), 1);
        neighbors(folder.resolve(Tables.CO_PURCHASE), 0);
        float[] factors = new float[2 * ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            factors[2 * i] = 1;
            factors[2 * i + 1] = i;
        }
        FactorTable.write(folder.resolve(Tables.FACTORS), factors, 2);
        return Tables.open(folder);
    }

    /** The same shop with content neighbours: k of a, which many have seen; c, j, d and h of l, which few have seen. */
    public static Tables withContent(Path folder) throws IOException {
        tables(folder);
        int[] offsets = new int[ITEMS + 1];
        Arrays.fill(offsets, 1, ITEMS, 1);
        offsets[ITEMS] = 5;
        NeighborTable.write(folder.resolve(Tables.CONTENT), offsets, new int[] {10, 2, 9, 3, 7}, new float[] {
            0.5f, 0.9f, 0.8f, 0.7f, 0.4f
        });
        return Tables.open(folder);
    }

    /** Writes its factors as releases did that knew format 1 only. */
    public static Path factorsOfFormat1(Path file) throws IOException {
        try (InputStream factors = TinyShop.class.getResourceAsStream("factors-format-1.tbl")) {
            return Files.write(file, factors.readAllBytes());
        }
    }

    private static PopularTable.Lists popular() {
        List<Integer> items = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            items.add(i);
        }
        // x includes the items of its child y.
        items.addAll(List.of(0, 1, 2, 3, 4, 5, 6, 7));
        items.addAll(List.of(4, 5, 6, 7));
        items.addAll(List.of(8, 9, 10, 11));
        int[] array = items.stream().mapToInt(Integer::intValue).toArray();
        float[] scores = new float[array.length];
        for (int i = 0; i < array.length; i++) {
            scores[i] = 100 - array[i];
        }
        return new PopularTable.Lists(new int[] {0, 6, 14, 18, 22}, array, scores);
    }

    private static void neighbors(Path file, int perItem) throws IOException {
        int[] offsets = new int[ITEMS + 1];
        int[] items = new int[perItem * ITEMS];
        float[] weights = new float[perItem * ITEMS];
        for (int i = 0; i < ITEMS; i++) {
            for (int d = 1; d <= perItem; d++) {
                items[perItem * i + d - 1] = (i + d) % ITEMS;
                weights[perItem * i + d - 1] = d == 1 ? 3 : 1;
            }
            offsets[i + 1] = perItem * (i + 1);
        }
        NeighborTable.write(file, offsets, items, weights);
    }
}
