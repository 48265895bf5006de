package io.nextcart.engine.feature;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.FactorTable;
import java.util.Arrays;
import java.util.List;

/**
 * ALS factors: the candidate's dot product with the session's vector (items weighted 0.8^i from the newest) and with
 * the newest item, both growing with popularity; the cosines, which do not; and the largest cosine with any of the
 * newest items. The cosine with a zero vector is 0.
 */
final class FactorFeatures implements FeatureGroup {
    static final List<String> NAMES =
            List.of("als_session", "als_newest", "als_session_cosine", "als_newest_cosine", "als_closest_cosine");

    private static final float DECAY = 0.8f;
    private static final int SESSION_ITEMS = 10;
    private static final int CLOSEST_OF = 5;

    private final FactorTable factors;
    private final SessionState session;
    private final float[] sessionVector;
    /** The vector of the candidate. */
    private final float[] vector;
    /** The vectors of the newest distinct items, newest first. */
    private final float[][] itemVector;

    private final float[] itemNorm = new float[CLOSEST_OF];
    private float sessionNorm;
    private int itemVectors;
    private final Candidates candidates;

    FactorFeatures(FactorTable factors, SessionState session, Candidates candidates) {
        this.factors = requireNonNull(factors, "factors is null");
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
        this.sessionVector = new float[factors.factors()];
        this.vector = new float[factors.factors()];
        this.itemVector = new float[CLOSEST_OF][factors.factors()];
    }

    @Override
    public void begin() {
        Arrays.fill(sessionVector, 0);
        int items = Math.min(SESSION_ITEMS, session.knownCount());
        float weight = 1;
        for (int d = 0; d < items; d++) {
            factors.add(session.knownItem(d), weight, sessionVector);
            weight *= DECAY;
        }
        sessionNorm = norm(sessionVector);
        itemVectors = Math.min(CLOSEST_OF, items);
        for (int d = 0; d < itemVectors; d++) {
            factors.copy(session.knownItem(d), itemVector[d]);
            itemNorm[d] = norm(itemVector[d]);
        }
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        // One read of the row serves the norm and all products.
        factors.copy(candidates.item(candidate), vector);
        float norm = norm(vector);
        float bySession = dot(vector, sessionVector);
        float byNewest = 0;
        float newestCosine = 0;
        float closest = itemVectors == 0 ? 0 : -1;
        for (int d = 0; d < itemVectors; d++) {
            float dot = dot(vector, itemVector[d]);
            float cosine = cosine(dot, norm, itemNorm[d]);
            byNewest = d == 0 ? dot : byNewest;
            newestCosine = d == 0 ? cosine : newestCosine;
            closest = Math.max(closest, cosine);
        }
        row[at] = bySession;
        row[at + 1] = byNewest;
        row[at + 2] = cosine(bySession, norm, sessionNorm);
        row[at + 3] = newestCosine;
        row[at + 4] = closest;
    }

    private static float cosine(float dot, float norm, float otherNorm) {
        return norm == 0 || otherNorm == 0 ? 0 : dot / norm / otherNorm;
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int f = 0; f < a.length; f++) {
            sum += a[f] * b[f];
        }
        return sum;
    }

    private static float norm(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        return (float) Math.sqrt(sum);
    }
}
