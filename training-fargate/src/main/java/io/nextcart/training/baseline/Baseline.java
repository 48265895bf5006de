package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;

/** A recommender to compare with. It reads tables only; one per thread. */
public interface Baseline {
    /** A few words for tables. */
    String name();

    /**
     * Ranks for a shopper.
     *
     * @param session sealed
     * @param into receives item indices, best first, each once
     * @return how many were written; fewer than {@code into} holds only where the shop is too small
     */
    int rank(SessionState session, int[] into);
}
