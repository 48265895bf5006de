package io.nextcart.engine.source;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.PopularTable;

/** The top of a popularity list: of the whole shop, or of each category of the newest items. */
public final class PopularSource implements CandidateSource {
    private static final int SESSION_ITEMS = 3;

    private final Source source;
    private final ItemTable items;
    private final PopularTable.Rows rows;
    private final boolean byCategory;
    private final int quota;

    /**
     * @param byCategory whether to read the rows of the session's categories instead of the shop's
     * @param quota most candidates taken from a row, and kept in all
     */
    public PopularSource(Source source, ItemTable items, PopularTable.Rows rows, boolean byCategory, int quota) {
        this.source = requireNonNull(source, "source is null");
        this.items = requireNonNull(items, "items is null");
        this.rows = requireNonNull(rows, "rows is null");
        this.byCategory = byCategory;
        this.quota = quota;
    }

    @Override
    public void collect(SessionState session, Candidates candidates) {
        if (byCategory) {
            int limit = Math.min(SESSION_ITEMS, session.knownCount());
            for (int d = 0; d < limit; d++) {
                int category = items.category(session.knownItem(d));
                if (category >= 0 && !isOfANewerItem(session, d, category)) {
                    add(category, candidates);
                }
            }
        } else {
            add(PopularTable.SHOP, candidates);
        }
        candidates.keepTop(source, quota);
    }

    private boolean isOfANewerItem(SessionState session, int d, int category) {
        for (int newer = 0; newer < d; newer++) {
            if (items.category(session.knownItem(newer)) == category) {
                return true;
            }
        }
        return false;
    }

    private void add(int category, Candidates candidates) {
        int end = Math.min(rows.to(category), rows.from(category) + quota);
        for (int position = rows.from(category); position < end; position++) {
            candidates.add(source, rows.item(position), rows.score(position));
        }
    }
}
