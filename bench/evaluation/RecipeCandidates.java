package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.FactorTable;
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
    private final FactorTable factors;
    private final Map<Integer, Scored> similar = new HashMap<>();
    private final int[] popularItems = new int[POPULAR];
    private final int[] candidates = new int[MOST];
    private final float[][] rows = new float[MOST][FEATURES.size()];
    private int size;

    private record Scored(int[] items, float[] scores, int size) {}

    RecipeCandidates(Tables tables) {
        items = tables.items();
        factors = tables.factors();
        scan = new FactorScan(factors);
        popular = Baselines.popular(tables);
    }

    /** Collects them; {@code session} is sealed. */
    void of(SessionState session) {
        size = 0;
        Scored personal = best(scan.vector(session), PERSONAL);
        for (int rank = 0; rank < personal.size; rank++) {
            int at = place(personal.items[rank], session);
            rows[at][0] = personal.scores[rank];
            rows[at][1] = rank + 1;
        }
        for (int d = 0; d < Math.min(SIMILAR_TO, session.knownCount()); d++) {
            Scored neighbors = similar.computeIfAbsent(session.knownItem(d), this::similarTo);
            for (int rank = 0; rank < neighbors.size; rank++) {
                float score = neighbors.scores[rank];
                int at = place(neighbors.items[rank], session);
                rows[at][2] = Float.isNaN(rows[at][2]) ? score : Math.max(rows[at][2], score);
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

    private Scored similarTo(int item) {
        float[] vector = new float[factors.factors()];
        factors.copy(item, vector);
        return best(vector, SIMILAR);
    }

    private Scored best(float[] vector, int most) {
        int[] best = new int[most];
        float[] scores = new float[most];
        return new Scored(best, scores, scan.best(vector, best, scores));
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
