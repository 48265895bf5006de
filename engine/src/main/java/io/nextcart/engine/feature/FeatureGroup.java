package io.nextcart.engine.feature;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import java.util.List;

/**
 * Some features of one subject. {@link #begin} is called once per question, then {@link #write} per candidate. An unknown
 * value is NaN. Holds per-question state; not thread-safe.
 */
interface FeatureGroup {
    /** The names, in the order of {@link #write}; the position is part of the schema. */
    List<String> names();

    /** Looks at the session once. */
    void begin(SessionState session, Candidates candidates);

    /** Writes this group's values of a kept candidate into {@code row} from {@code at} on. */
    void write(int candidate, float[] row, int at);
}
