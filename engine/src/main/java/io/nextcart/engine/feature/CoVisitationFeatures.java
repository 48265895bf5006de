package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.NeighborTable;
import java.util.Arrays;
import java.util.List;

/** How strongly single items of the session lead to the candidate, and the candidate to the newest item. */
final class CoVisitationFeatures implements FeatureGroup {
    static final List<String> NAMES = List.of("from_newest", "from_second", "from_best", "from_hits", "back_to_newest");

    private static final int SESSION_ITEMS = 5;

    private final NeighborTable table;
    private final SessionState session;
    private final Candidates candidates;
    /** The weight of each candidate in the row of each of the newest distinct items, newest first. */
    private final float[][] weights = new float[SESSION_ITEMS][Candidates.MAX_KEPT];

    /** Where the row of each candidate starts and ends. */
    private final int[] from = new int[Candidates.MAX_KEPT];

    private final int[] to = new int[Candidates.MAX_KEPT];
    private int items;

    CoVisitationFeatures(NeighborTable table, SessionState session, Candidates candidates) {
        this.table = requireNonNull(table, "table is null");
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void begin() {
        items = Math.min(SESSION_ITEMS, session.knownCount());
        for (int d = 0; d < items; d++) {
            Arrays.fill(weights[d], 0, candidates.size(), 0);
            int item = session.knownItem(d);
            int end = table.to(item);
            for (int position = table.from(item); position < end; position++) {
                int candidate = candidates.find(table.item(position));
                if (candidate >= 0) {
                    weights[d][candidate] = table.weight(position);
                }
            }
        }
        for (int c = 0; c < candidates.size(); c++) {
            from[c] = table.from(candidates.item(c));
            to[c] = table.to(candidates.item(c));
        }
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        float best = 0;
        int hits = 0;
        row[at] = 0;
        row[at + 1] = 0;
        for (int d = 0; d < items; d++) {
            float weight = weights[d][candidate];
            if (d < 2) {
                row[at + d] = weight;
            }
            best = Math.max(best, weight);
            hits += weight > 0 ? 1 : 0;
        }
        row[at + 2] = best;
        row[at + 3] = hits;
        row[at + 4] = items == 0 ? 0 : table.weightOf(from[candidate], to[candidate], session.knownItem(0));
    }
}
