package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.NeighborTable;
import java.util.List;

/** How strongly single items of the session lead to the candidate, and the candidate to the newest item. */
final class CoVisitationFeatures implements FeatureGroup {
    static final List<String> NAMES = List.of("from_newest", "from_second", "from_best", "from_hits", "back_to_newest");

    private static final int SESSION_ITEMS = 5;

    private final NeighborTable table;
    private final SessionState session;
    private final Candidates candidates;

    CoVisitationFeatures(NeighborTable table, SessionState session, Candidates candidates) {
        this.table = requireNonNull(table, "table is null");
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        int item = candidates.item(candidate);
        int items = Math.min(SESSION_ITEMS, session.knownCount());
        float best = 0;
        int hits = 0;
        row[at] = 0;
        row[at + 1] = 0;
        for (int d = 0; d < items; d++) {
            float weight = table.weightOf(session.knownItem(d), item);
            if (d < 2) {
                row[at + d] = weight;
            }
            best = Math.max(best, weight);
            hits += weight > 0 ? 1 : 0;
        }
        row[at + 2] = best;
        row[at + 3] = hits;
        row[at + 4] = items == 0 ? 0 : table.weightOf(item, session.knownItem(0));
    }
}
