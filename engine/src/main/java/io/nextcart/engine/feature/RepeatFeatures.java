package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import java.util.List;

/** The candidate's own past in the session: when it was last seen, how often, and whether it was carted or bought. */
final class RepeatFeatures implements FeatureGroup {
    static final List<String> NAMES = List.of(
            "repeat_position",
            "repeat_distinct_position",
            "repeat_views",
            "repeat_carts",
            "repeat_purchases",
            "repeat_age_log_s");

    private static final float NEVER = -1;

    private final SessionState session;
    private final Candidates candidates;

    RepeatFeatures(SessionState session, Candidates candidates) {
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        int d = session.find(candidates.item(candidate));
        row[at] = d < 0 ? NEVER : session.lastPosition(d);
        row[at + 1] = d < 0 ? NEVER : d;
        row[at + 2] = d < 0 ? 0 : session.views(d);
        row[at + 3] = d < 0 ? 0 : session.carts(d);
        row[at + 4] = d < 0 ? 0 : session.purchases(d);
        row[at + 5] = d < 0 ? Float.NaN : age(session.lastPosition(d));
    }

    private float age(int position) {
        long newest = session.timestampMs(0);
        long seen = session.timestampMs(position);
        if (newest == SessionState.NO_TIME || seen == SessionState.NO_TIME) {
            return Float.NaN;
        }
        return (float) Math.log1p(Math.max(0, newest - seen) / 1000.0);
    }
}
