package io.nextcart.engine.source;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;

/** What is popular and what is rising, in the categories of the newest items and in the whole shop. */
public final class PopularSource implements CandidateSource {
    private static final int SESSION_ITEMS = 3;
    private static final int CATEGORY_QUOTA = 15;
    private static final int SHOP_QUOTA = 10;

    private final ItemTable items;
    private final PopularTable popular;

    public PopularSource(Tables tables) {
        requireNonNull(tables, "tables is null");
        this.items = tables.items();
        this.popular = tables.popular();
    }

    @Override
    public void collect(SessionState session, Candidates candidates) {
        int limit = Math.min(SESSION_ITEMS, session.distinctCount());
        for (int d = 0; d < limit; d++) {
            int category = items.category(session.distinctItem(d));
            if (category >= 0 && !seenBefore(session, d, category)) {
                add(Source.POPULAR_IN_CATEGORY, popular.popular(), category, CATEGORY_QUOTA, candidates);
                add(Source.TRENDING_IN_CATEGORY, popular.trending(), category, CATEGORY_QUOTA, candidates);
            }
        }
        add(Source.POPULAR, popular.popular(), PopularTable.SHOP, SHOP_QUOTA, candidates);
        add(Source.TRENDING, popular.trending(), PopularTable.SHOP, SHOP_QUOTA, candidates);
        candidates.keepTop(Source.POPULAR_IN_CATEGORY, CATEGORY_QUOTA);
        candidates.keepTop(Source.TRENDING_IN_CATEGORY, CATEGORY_QUOTA);
        candidates.keepTop(Source.POPULAR, SHOP_QUOTA);
        candidates.keepTop(Source.TRENDING, SHOP_QUOTA);
    }

    private boolean seenBefore(SessionState session, int d, int category) {
        for (int earlier = 0; earlier < d; earlier++) {
            if (items.category(session.distinctItem(earlier)) == category) {
                return true;
            }
        }
        return false;
    }

    private static void add(Source source, PopularTable.Rows rows, int category, int most, Candidates candidates) {
        int end = Math.min(rows.to(category), rows.from(category) + most);
        for (int position = rows.from(category); position < end; position++) {
            candidates.add(source, rows.item(position), rows.score(position));
        }
    }
}
