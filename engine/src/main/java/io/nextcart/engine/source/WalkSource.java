package io.nextcart.engine.source;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.NeighborTable;

/**
 * A two-step walk over the co-visitation table from the newest items. An item's score is the sum over its paths of the
 * product of both steps, each a share of its row's strongest neighbours. Finds items that never occurred together with
 * the session's items.
 */
public final class WalkSource implements CandidateSource {
    private static final int START_ITEMS = 3;
    private static final int FIRST_STEPS = 20;
    private static final int SECOND_STEPS = 20;

    private final NeighborTable table;
    private final int quota;

    /**
     * @param quota most candidates kept
     */
    public WalkSource(NeighborTable table, int quota) {
        this.table = requireNonNull(table, "table is null");
        this.quota = quota;
    }

    @Override
    public void collect(SessionState session, Candidates candidates) {
        int items = Math.min(START_ITEMS, session.knownCount());
        float decay = 1;
        for (int d = 0; d < items; d++) {
            step(session.knownItem(d), decay, candidates);
            decay *= DECAY;
        }
        candidates.keepTop(Source.WALK, quota);
    }

    private void step(int start, float decay, Candidates candidates) {
        int end = Math.min(table.to(start), table.from(start) + FIRST_STEPS);
        float total = sum(table.from(start), end);
        for (int position = table.from(start); position < end; position++) {
            int middle = table.item(position);
            float first = decay * table.weight(position) / total;
            int middleEnd = Math.min(table.to(middle), table.from(middle) + SECOND_STEPS);
            float scale = first / sum(table.from(middle), middleEnd);
            for (int next = table.from(middle); next < middleEnd; next++) {
                int item = table.item(next);
                if (item != start) {
                    candidates.add(Source.WALK, item, scale * table.weight(next));
                }
            }
        }
    }

    private float sum(int from, int to) {
        float total = 0;
        for (int position = from; position < to; position++) {
            total += table.weight(position);
        }
        return total;
    }
}
