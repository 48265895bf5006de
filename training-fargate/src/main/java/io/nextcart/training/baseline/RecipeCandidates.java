package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Candidates and vectors of {@link OriginalRecipe}: the ALS list of the shopper, items similar to the newest ones by ALS, and
 * popular items. They come from the shopper's past and the tables alone. Not thread-safe.
 */
final class RecipeCandidates {
    static final List<String> FEATURES = List.of(
            "als_score",
            "als_rank",
            "similar_score",
            "popular_rank",
            "views",
            "carts",
            "purchases",
            "cart_rate",
            "history_length");

    private static final int PERSONAL = 100;
    private static final int POPULAR = 100;
    private static final int SIMILAR = 20;
    private static final int SIMILAR_TO = 3;
    private static final int MOST = PERSONAL + POPULAR + SIMILAR * SIMILAR_TO;

    private final ItemTable items;
    private final FactorScan scan;
    private final Fixed popular;
    private final TopItems personal = new TopItems(PERSONAL);
    private final Map<Integer, TopItems> similar = new HashMap<>();
    private final int[] popularItems = new int[POPULAR];
    private final int[] candidates = new int[MOST];
    private final float[][] rows = new float[MOST][FEATURES.size()];
    private int size;

    RecipeCandidates(Tables tables) {
        items = tables.items();
        scan = new FactorScan(tables.factors());
        popular = Baselines.popular(tables);
    }

    /** Collects them; {@code session} is sealed. */
    void of(SessionState session) {
        size = 0;
        personal.clear();
        if (scan.of(session)) {
            scan.best(personal);
        }
        for (int rank = 0; rank < personal.size(); rank++) {
            int at = place(personal.item(rank), session);
            rows[at][0] = personal.score(rank);
            rows[at][1] = rank + 1;
        }
        for (int d = 0; d < Math.min(SIMILAR_TO, session.distinctCount()); d++) {
            TopItems neighbors = similar.computeIfAbsent(session.distinctItem(d), this::similarTo);
            for (int rank = 0; rank < neighbors.size(); rank++) {
                int at = place(neighbors.item(rank), session);
                rows[at][2] =
                        Float.isNaN(rows[at][2]) ? neighbors.score(rank) : Math.max(rows[at][2], neighbors.score(rank));
            }
        }
        int n = popular.rank(session, popularItems);
        for (int rank = 0; rank < n; rank++) {
            rows[place(popularItems[rank], session)][3] = rank + 1;
        }
    }

    int size() {
        return size;
    }

    int item(int candidate) {
        return candidates[candidate];
    }

    float[] row(int candidate) {
        return rows[candidate];
    }

    private TopItems similarTo(int item) {
        TopItems top = new TopItems(SIMILAR);
        if (scan.of(item)) {
            scan.best(top);
        }
        return top;
    }

    private int place(int item, SessionState session) {
        for (int c = 0; c < size; c++) {
            if (candidates[c] == item) {
                return c;
            }
        }
        float[] row = rows[size];
        row[0] = Float.NaN;
        row[1] = Float.NaN;
        row[2] = Float.NaN;
        row[3] = Float.NaN;
        row[4] = items.views(item);
        row[5] = items.carts(item);
        row[6] = items.purchases(item);
        row[7] = (float) items.carts(item) / Math.max(1, items.views(item));
        row[8] = session.length();
        candidates[size] = item;
        return size++;
    }
}
