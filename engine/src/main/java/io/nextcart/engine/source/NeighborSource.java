package io.nextcart.engine.source;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.NeighborTable;

/**
 * Neighbours of the items that a shopper viewed, from a co-occurrence table. A neighbour's score is the sum over the
 * session's newest distinct items of {@code 0.7^i · weight}, i counting from the newest.
 */
public final class NeighborSource implements CandidateSource {
    private static final int SESSION_ITEMS = 10;

    private final Source source;
    private final NeighborTable table;
    private final int quota;

    /**
     * @param quota most candidates kept
     */
    public NeighborSource(Source source, NeighborTable table, int quota) {
        this.source = requireNonNull(source, "source is null");
        this.table = requireNonNull(table, "table is null");
        this.quota = quota;
    }

    @Override
    public void collect(SessionState session, Candidates candidates) {
        int items = Math.min(SESSION_ITEMS, session.knownCount());
        float decay = 1;
        for (int d = 0; d < items; d++) {
            int item = session.knownItem(d);
            int end = table.to(item);
            for (int position = table.from(item); position < end; position++) {
                candidates.add(source, table.item(position), decay * table.weight(position));
            }
            decay *= DECAY;
        }
        candidates.keepTop(source, quota);
    }
}
