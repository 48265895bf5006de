package io.nextcart.training.table;

import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import java.util.Arrays;
import java.util.Map;

/**
 * What happened to each item before a time, by dense index; decayed counts halve every 7 days.
 *
 * @param recentViews decayed, in millionths, like the other two
 */
record ItemCounts(
        int[] events,
        int[] views,
        int[] carts,
        int[] purchases,
        long[] recentViews,
        long[] recentCarts,
        long[] recentPurchases,
        int[] viewsIn7Days,
        int[] viewsIn28DaysBefore) {
    private static final String ITEM = "item";
    private static final double MILLION = 1e6;
    private static final double SMOOTHING = 5;

    static ItemCounts read(SqlEngine sql, long endMs, int items) {
        Columns rows = sql.read("item_counts", Map.of("end_ms", endMs));
        return new ItemCounts(
                ints(rows, "events", items),
                ints(rows, "views", items),
                ints(rows, "carts", items),
                ints(rows, "purchases", items),
                rows.spread("recent_views", ITEM, items),
                rows.spread("recent_carts", ITEM, items),
                rows.spread("recent_purchases", ITEM, items),
                ints(rows, "views_7d", items),
                ints(rows, "views_prior_28d", items));
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
                pick(viewsIn7Days, items),
                pick(viewsIn28DaysBefore, items));
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

    /** Views of the last 7 days over the weekly views of the 28 days before, both smoothed. */
    float trend(int item) {
        return (float) ((viewsIn7Days[item] + SMOOTHING) / (viewsIn28DaysBefore[item] / 4.0 + SMOOTHING));
    }

    /** Demand of late: decayed views, ten times the decayed carts, twenty times the decayed purchases. */
    float demand(int item) {
        return (float) ((recentViews[item] + 10 * recentCarts[item] + 20 * recentPurchases[item]) / MILLION);
    }
}
