package io.nextcart.engine.table;

/**
 * The items that few shoppers have seen, by their first category: no more than {@value #FEW_VIEWS} views, two weeks old at
 * most on average, and not out of stock. Made in one pass over the items. Immutable.
 */
public final class RareItems {
    /** More views than these say what an item is worth. */
    public static final int FEW_VIEWS = 20;
    /** The least part of the views that {@link ItemTable#recent} counts: that of views of two half-lives ago. */
    private static final float LEAST_RECENT = 0.25f;

    private final int[] offsets; // by category + 1: items without one come first
    private final int[] rare;
    private final double cartRate;

    private RareItems(int[] offsets, int[] rare, double cartRate) {
        this.offsets = offsets;
        this.rare = rare;
        this.cartRate = cartRate;
    }

    /** Finds them. */
    public static RareItems of(Tables tables) {
        ItemTable items = tables.items();
        int[] offsets = new int[tables.categories().size() + 2];
        double views = 0;
        double carts = 0;
        for (int item = 0; item < items.size(); item++) {
            views += items.views(item);
            carts += items.carts(item);
            offsets[items.category(item) + 2] += isRare(items, item) ? 1 : 0;
        }
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] += offsets[i - 1];
        }
        int[] rare = new int[offsets[offsets.length - 1]];
        int[] next = offsets.clone();
        for (int item = 0; item < items.size(); item++) {
            if (isRare(items, item)) {
                rare[next[items.category(item) + 1]++] = item;
            }
        }
        return new RareItems(offsets, rare, views == 0 ? 0 : Math.min(1, carts / views));
    }

    private static boolean isRare(ItemTable items, int item) {
        int views = items.views(item);
        return views <= FEW_VIEWS && items.recent(item) >= LEAST_RECENT * views && items.availability(item) != 0;
    }

    /** Where the items of a category, or of {@link ItemTable#NO_CATEGORY}, start. */
    public int from(int category) {
        return offsets[category + 1];
    }

    /** Where they end, exclusive. */
    public int to(int category) {
        return offsets[category + 2];
    }

    /** The item at a position. */
    public int item(int position) {
        return rare[position];
    }

    /** Add-to-carts per view of all items of the shop, 0–1. */
    public double cartRate() {
        return cartRate;
    }
}
