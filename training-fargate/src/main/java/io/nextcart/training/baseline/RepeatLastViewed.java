package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;

/** The shopper's own items, newest first, refilled with popular ones. */
final class RepeatLastViewed implements Baseline {
    private final Fixed popular;

    RepeatLastViewed(Fixed popular) {
        this.popular = popular;
    }

    @Override
    public String name() {
        return "repeat";
    }

    @Override
    public int rank(SessionState session, int[] into) {
        int n = Math.min(session.distinctCount(), into.length);
        for (int d = 0; d < n; d++) {
            into[d] = session.distinctItem(d);
        }
        return popular.refill(into, n);
    }
}
