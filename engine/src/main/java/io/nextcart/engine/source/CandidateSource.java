package io.nextcart.engine.source;

import io.nextcart.engine.session.SessionState;

/** One way to find candidates. Implementations read tables only; they are thread-safe. */
public interface CandidateSource {
    /**
     * What an item of the session counts for, relative to the one after it. The co-visitation table weighs the steps between
     * two items by the same number.
     */
    float DECAY = 0.7f;

    /** Names candidates with positive scores and keeps its best. */
    void collect(SessionState session, Candidates candidates);
}
