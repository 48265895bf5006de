package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import java.util.List;

/**
 * The session itself, the same for all its candidates: length, variety, carts, the newest item's popularity and
 * neighbours, and the hour and weekday (UTC) of the newest event, unknown when it has no time. The server's clock is
 * never read: the same events give the same vectors at any time.
 */
final class ContextFeatures implements FeatureGroup {
    static final List<String> NAMES = List.of(
            "session_length",
            "history_length",
            "history_distinct",
            "newest_is_repeat",
            "session_carts",
            "newest_views_log",
            "newest_neighbors",
            "hour",
            "weekday");

    private static final long HOUR_MS = 3_600_000L;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final ItemTable items;
    private final NeighborTable coVisitation;
    private final SessionState session;
    private final float[] values = new float[NAMES.size()];

    ContextFeatures(ItemTable items, NeighborTable coVisitation, SessionState session) {
        this.items = requireNonNull(items, "items is null");
        this.coVisitation = requireNonNull(coVisitation, "coVisitation is null");
        this.session = requireNonNull(session, "session is null");
    }

    @Override
    public void begin() {
        int n = session.length();
        int carts = 0;
        for (int position = 0; position < n; position++) {
            carts += session.type(position) == EventType.ADD_TO_CART ? 1 : 0;
        }
        int newest = n == 0 ? -1 : session.item(0);
        long time = n == 0 ? SessionState.NO_TIME : session.timestampMs(0);
        values[0] = session.currentLength();
        values[1] = n;
        values[2] = session.distinctCount();
        values[3] = n > 0 && session.views(0) > 1 ? 1 : 0;
        values[4] = carts;
        values[5] = newest < 0 ? Float.NaN : (float) Math.log1p(items.views(newest));
        values[6] = newest < 0 ? 0 : coVisitation.to(newest) - coVisitation.from(newest);
        values[7] = time == SessionState.NO_TIME ? Float.NaN : (float) Math.floorMod(time / HOUR_MS, 24L);
        // 1970-01-01 was a Thursday; adding 3 makes Monday 0.
        values[8] = time == SessionState.NO_TIME ? Float.NaN : (float) Math.floorMod(time / DAY_MS + 3, 7L);
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        System.arraycopy(values, 0, row, at, values.length);
    }
}
