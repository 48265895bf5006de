package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.FactorTable;
import java.util.Arrays;
import java.util.List;

/**
 * ALS factors: the candidate's dot product with the session's vector (items weighted 0.8^i from the newest) and with the
 * newest item.
 */
final class FactorFeatures implements FeatureGroup {
    private static final float DECAY = 0.8f;
    private static final int SESSION_ITEMS = 10;

    private final FactorTable factors;
    private final float[] sessionVector;
    private final float[] newestVector;
    private Candidates candidates = new Candidates();

    FactorFeatures(FactorTable factors) {
        this.factors = requireNonNull(factors, "factors is null");
        this.sessionVector = new float[factors.factors()];
        this.newestVector = new float[factors.factors()];
    }

    @Override
    public List<String> names() {
        return List.of("als_session", "als_newest");
    }

    @Override
    public void begin(SessionState session, Candidates candidates) {
        this.candidates = candidates;
        Arrays.fill(sessionVector, 0);
        Arrays.fill(newestVector, 0);
        int items = Math.min(SESSION_ITEMS, session.distinctCount());
        float weight = 1;
        for (int d = 0; d < items; d++) {
            factors.add(session.distinctItem(d), weight, sessionVector);
            weight *= DECAY;
        }
        if (items > 0) {
            factors.add(session.distinctItem(0), 1, newestVector);
        }
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        int item = candidates.item(candidate);
        row[at] = factors.dot(item, sessionVector);
        row[at + 1] = factors.dot(item, newestVector);
    }
}
