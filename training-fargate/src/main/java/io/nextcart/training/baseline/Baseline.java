package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;

/** A recommender to compare with. It reads only tables; use one per thread. */
public interface Baseline {
    /** A short name for tables of results. */
    String name();

    /**
     * Ranks items for a shopper.
     *
     * @param session sealed
     * @param into receives item indices, best first, without repeats
     * @return how many were written; less than the length of {@code into} only when the shop is too small
     */
    int rank(SessionState session, int[] into);
}
