package io.nextcart.training.baseline;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.source.NeighborSource;
import io.nextcart.engine.table.NeighborTable;

/** The candidates of co-visitation in their own order, without a ranker, refilled with popular items. */
final class CoVisitationAlone implements Baseline {
    private final NeighborSource source;
    private final Candidates candidates = new Candidates();
    private final Fixed popular;

    CoVisitationAlone(NeighborTable table, Fixed popular) {
        this.source = new NeighborSource(Source.CO_VISITATION, table, Candidates.MAX_KEPT);
        this.popular = popular;
    }

    @Override
    public String name() {
        return "co_visitation";
    }

    /** Candidates are kept best first, as there is one source only. */
    @Override
    public int rank(SessionState session, int[] into) {
        candidates.reset();
        source.collect(session, candidates);
        int n = Math.min(candidates.size(), into.length);
        for (int c = 0; c < n; c++) {
            into[c] = candidates.item(c);
        }
        return popular.refill(into, n);
    }
}
