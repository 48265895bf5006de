package io.nextcart.engine.source;

import io.nextcart.engine.session.SessionState;

/** One way to find candidates. Implementations read only tables and are thread-safe. */
public interface CandidateSource {
    /**
     * The weight of each item of the session relative to the next newer one. The co-visitation table uses the same
     * factor per step between two items.
     */
    float DECAY = 0.7f;

    /** Adds candidates with positive scores and keeps its best. */
    void collect(SessionState session, Candidates candidates);
}
