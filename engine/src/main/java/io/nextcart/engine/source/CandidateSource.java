package io.nextcart.engine.source;

import io.nextcart.engine.session.SessionState;

/** One way to find candidates. Implementations read tables only; they are thread-safe. */
public interface CandidateSource {
    /** Names candidates with positive scores and keeps its best. */
    void collect(SessionState session, Candidates candidates);
}
