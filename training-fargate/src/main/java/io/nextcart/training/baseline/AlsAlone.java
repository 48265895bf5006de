package io.nextcart.training.baseline;

import io.nextcart.engine.session.SessionState;

/** All items by the inner product of ALS factors with the shopper's vector, refilled with popular items. */
final class AlsAlone implements Baseline {
    private final FactorScan scan;
    private final Fixed popular;

    AlsAlone(FactorScan scan, Fixed popular) {
        this.scan = scan;
        this.popular = popular;
    }

    @Override
    public String name() {
        return "als";
    }

    @Override
    public int rank(SessionState session, int[] into) {
        TopItems top = new TopItems(into.length);
        if (scan.of(session)) {
            scan.best(top);
        }
        return popular.refill(into, top.copy(into));
    }
}
