package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import java.util.List;

/**
 * The shopper's path through the shop: how much of it leads back to items seen before, and how often the candidate came
 * right before or after the newest item. Shoppers who alternate between two items tend to do so again.
 */
final class PathFeatures implements FeatureGroup {
    static final List<String> NAMES = List.of("distinct_share", "back_steps", "turns", "after_newest", "before_newest");

    private static final int NEWEST_EVENTS = 5;

    private final SessionState session;
    private final Candidates candidates;
    private float distinctShare;
    private int backSteps;
    private int turns;

    PathFeatures(SessionState session, Candidates candidates) {
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void begin() {
        int n = session.length();
        distinctShare = n == 0 ? Float.NaN : (float) session.distinctCount() / n;
        backSteps = 0;
        for (int position = 0; position < Math.min(NEWEST_EVENTS, n); position++) {
            backSteps += isSeenBefore(position) ? 1 : 0;
        }
        turns = 0;
        for (int position = 0; position + 2 < n; position++) {
            int item = session.item(position);
            turns += item == session.item(position + 2) && item != session.item(position + 1) ? 1 : 0;
        }
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        int item = candidates.item(candidate);
        int newest = session.length() == 0 ? -1 : session.item(0);
        int after = 0;
        int before = 0;
        if (session.find(item) >= 0) {
            for (int position = 0; position + 1 < session.length(); position++) {
                after += session.item(position) == item && session.item(position + 1) == newest ? 1 : 0;
                // The step that led to the newest item does not predict the next one.
                before +=
                        position > 0 && session.item(position) == newest && session.item(position + 1) == item ? 1 : 0;
            }
        }
        row[at] = distinctShare;
        row[at + 1] = backSteps;
        row[at + 2] = turns;
        row[at + 3] = after;
        row[at + 4] = before;
    }

    private boolean isSeenBefore(int position) {
        int item = session.item(position);
        for (int older = position + 1; older < session.length(); older++) {
            if (session.item(older) == item) {
                return true;
            }
        }
        return false;
    }
}
