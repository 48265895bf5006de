package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.ItemTable;
import java.util.List;

/**
 * The candidate itself: popularity, trend, smoothed cart and purchase rates, stock, and its category and price compared
 * with the session's. Rates are smoothed towards the shop's typical rate: (n + prior · 20) / (views + 20), a Beta prior
 * of weight 20.
 */
final class ItemFeatures implements FeatureGroup {
    static final List<String> NAMES = List.of(
            "views_log",
            "recent_views_log",
            "trend",
            "cart_rate",
            "purchase_rate",
            "available",
            "category_of_newest",
            "category_share",
            "price_ratio_log");

    private static final float PRIOR_VIEWS = 20;
    private static final float CART_RATE = 0.026f;
    private static final float PURCHASE_RATE = 0.008f;
    private static final int SESSION_ITEMS = 10;

    private final ItemTable items;
    private final SessionState session;
    private final Candidates candidates;
    private float sessionPrice;

    ItemFeatures(ItemTable items, SessionState session, Candidates candidates) {
        this.items = requireNonNull(items, "items is null");
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void begin() {
        double sum = 0;
        int priced = 0;
        int limit = Math.min(SESSION_ITEMS, session.knownCount());
        for (int d = 0; d < limit; d++) {
            float price = items.price(session.knownItem(d));
            if (price > 0) {
                sum += Math.log(price);
                priced++;
            }
        }
        sessionPrice = priced == 0 ? Float.NaN : (float) (sum / priced);
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        int item = candidates.item(candidate);
        int views = items.views(item);
        row[at] = (float) Math.log1p(views);
        row[at + 1] = (float) Math.log1p(items.recent(item));
        row[at + 2] = items.trend(item);
        row[at + 3] = (items.carts(item) + CART_RATE * PRIOR_VIEWS) / (views + PRIOR_VIEWS);
        row[at + 4] = (items.purchases(item) + PURCHASE_RATE * PRIOR_VIEWS) / (views + PRIOR_VIEWS);
        row[at + 5] = items.availability(item);
        int category = items.category(item);
        int limit = Math.min(SESSION_ITEMS, session.knownCount());
        int same = 0;
        for (int d = 0; d < limit; d++) {
            same += category >= 0 && items.category(session.knownItem(d)) == category ? 1 : 0;
        }
        row[at + 6] = limit > 0 && category >= 0 && items.category(session.knownItem(0)) == category ? 1 : 0;
        row[at + 7] = limit == 0 ? 0 : (float) same / limit;
        float price = items.price(item);
        row[at + 8] = price > 0 ? (float) Math.log(price) - sessionPrice : Float.NaN;
    }
}
