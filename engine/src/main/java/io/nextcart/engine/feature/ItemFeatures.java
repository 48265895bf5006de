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
    /** The category of each of the newest distinct items, newest first. */
    private final int[] sessionCategory = new int[SESSION_ITEMS];

    private int sessionItems;
    private float sessionPrice;

    // What the tables say of the candidates.
    private final int[] views = new int[Candidates.MAX_KEPT];
    private final int[] carts = new int[Candidates.MAX_KEPT];
    private final int[] purchases = new int[Candidates.MAX_KEPT];
    private final int[] availability = new int[Candidates.MAX_KEPT];
    private final int[] category = new int[Candidates.MAX_KEPT];
    private final float[] recent = new float[Candidates.MAX_KEPT];
    private final float[] trend = new float[Candidates.MAX_KEPT];
    private final float[] price = new float[Candidates.MAX_KEPT];

    ItemFeatures(ItemTable items, SessionState session, Candidates candidates) {
        this.items = requireNonNull(items, "items is null");
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void begin() {
        double sum = 0;
        int priced = 0;
        sessionItems = Math.min(SESSION_ITEMS, session.knownCount());
        for (int d = 0; d < sessionItems; d++) {
            sessionCategory[d] = items.category(session.knownItem(d));
            float price = items.price(session.knownItem(d));
            if (price > 0) {
                sum += Math.log(price);
                priced++;
            }
        }
        sessionPrice = priced == 0 ? Float.NaN : (float) (sum / priced);
        gather();
    }

    /** Reads column by column: reads that do not wait for each other, so that the waits for memory overlap. */
    private void gather() {
        int size = candidates.size();
        for (int c = 0; c < size; c++) {
            views[c] = items.views(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            carts[c] = items.carts(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            purchases[c] = items.purchases(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            availability[c] = items.availability(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            category[c] = items.category(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            recent[c] = items.recent(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            trend[c] = items.trend(candidates.item(c));
        }
        for (int c = 0; c < size; c++) {
            price[c] = items.price(candidates.item(c));
        }
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        float views = this.views[candidate];
        row[at] = (float) Math.log(1.0 + views);
        row[at + 1] = (float) Math.log(1.0 + recent[candidate]);
        row[at + 2] = trend[candidate];
        row[at + 3] = (carts[candidate] + CART_RATE * PRIOR_VIEWS) / (views + PRIOR_VIEWS);
        row[at + 4] = (purchases[candidate] + PURCHASE_RATE * PRIOR_VIEWS) / (views + PRIOR_VIEWS);
        row[at + 5] = availability[candidate];
        int own = category[candidate];
        int same = 0;
        for (int d = 0; d < sessionItems; d++) {
            same += own >= 0 && sessionCategory[d] == own ? 1 : 0;
        }
        row[at + 6] = sessionItems > 0 && own >= 0 && sessionCategory[0] == own ? 1 : 0;
        row[at + 7] = sessionItems == 0 ? 0 : (float) same / sessionItems;
        row[at + 8] = price[candidate] > 0 ? (float) Math.log(price[candidate]) - sessionPrice : Float.NaN;
    }
}
