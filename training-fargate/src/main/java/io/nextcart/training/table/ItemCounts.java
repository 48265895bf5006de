package io.nextcart.training.table;

import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import java.util.Arrays;
import java.util.Map;

/**
 * Counts of each item's events before a time, by dense index; decayed counts halve every 7 days. Of one shopper's
 * events of one type on one item and day only the first {@link #MOST_OF_A_DAY} count.
 *
 * @param recentViews decayed, in millionths, like the other two
 * @param viewersThisWeek shoppers who viewed it in the last 7 days
 * @param viewersBefore sum of those of each of the 4 weeks before
 */
record ItemCounts(
        int[] events,
        int[] views,
        int[] carts,
        int[] purchases,
        long[] recentViews,
        long[] recentCarts,
        long[] recentPurchases,
        int[] viewersThisWeek,
        int[] viewersBefore) {
    /** Maximum number of one shopper's events of one type on one item and day that count. */
    static final int MOST_OF_A_DAY = 1;

    private static final String ITEM = "item";
    private static final double MILLION = 1e6;
    private static final double SMOOTHING = 5;

    /**
     * Counts.
     *
     * @param endMs events at or after this time do not count
     * @param nowMs reference time of decayed counts and weeks
     */
    static ItemCounts read(SqlEngine sql, long endMs, long nowMs, int items) {
        Columns rows = sql.read("item_counts", Map.of("end_ms", endMs, "now_ms", nowMs, "most", MOST_OF_A_DAY));
        Columns viewers = sql.read("weekly_shoppers", Map.of("end_ms", endMs, "now_ms", nowMs));
        return new ItemCounts(
                ints(rows, "events", items),
                ints(rows, "views", items),
                ints(rows, "carts", items),
                ints(rows, "purchases", items),
                rows.spread("recent_views", ITEM, items),
                rows.spread("recent_carts", ITEM, items),
                rows.spread("recent_purchases", ITEM, items),
                ints(viewers, "this_week", items),
                ints(viewers, "weeks_before", items));
    }

    private static int[] ints(Columns rows, String name, int items) {
        return Arrays.stream(rows.spread(name, ITEM, items))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** The counts of some items, in their order. */
    ItemCounts of(int[] items) {
        return new ItemCounts(
                pick(events, items),
                pick(views, items),
                pick(carts, items),
                pick(purchases, items),
                pickLongs(recentViews, items),
                pickLongs(recentCarts, items),
                pickLongs(recentPurchases, items),
                pick(viewersThisWeek, items),
                pick(viewersBefore, items));
    }

    private static int[] pick(int[] values, int[] items) {
        return Arrays.stream(items).map(item -> values[item]).toArray();
    }

    private static long[] pickLongs(long[] values, int[] items) {
        return Arrays.stream(items).mapToLong(item -> values[item]).toArray();
    }

    /** Decayed views of an item. */
    float recent(int item) {
        return (float) (recentViews[item] / MILLION);
    }

    /** Viewers of the last 7 days over the weekly viewers of the 28 days before, both smoothed. */
    float trend(int item) {
        return (float) ((viewersThisWeek[item] + SMOOTHING) / (viewersBefore[item] / 4.0 + SMOOTHING));
    }

    /** Recent demand: decayed views, plus ten times the decayed carts, plus twenty times the decayed purchases. */
    float demand(int item) {
        return (float) ((recentViews[item] + 10 * recentCarts[item] + 20 * recentPurchases[item]) / MILLION);
    }
}
