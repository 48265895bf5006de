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

    /** The session's vector, then those of the newest items. */
    private static final int COMPARED = 1 + CLOSEST_OF;

    private final FactorTable factors;
    private final SessionState session;
    private final Candidates candidates;
    /** The vectors that candidates are compared with: the session's, then those of the newest items, newest first. */
    private final float[][] compared;

    private final float[] norms = new float[COMPARED];
    private int itemVectors;

    private final byte[] scratch;
    /** The vectors of the candidates. */
    private final float[][] vectors;

    private final float[] dots = new float[COMPARED];

    FactorFeatures(FactorTable factors, SessionState session, Candidates candidates) {
        this.factors = requireNonNull(factors, "factors is null");
        this.session = requireNonNull(session, "session is null");
        this.candidates = requireNonNull(candidates, "candidates is null");
        this.compared = new float[COMPARED][factors.factors()];
        this.scratch = new byte[factors.factors()];
        this.vectors = new float[Candidates.MAX_KEPT][factors.factors()];
    }

    @Override
    public void begin() {
        Arrays.fill(compared[0], 0);
        int items = Math.min(SESSION_ITEMS, session.knownCount());
        float weight = 1;
        for (int d = 0; d < items; d++) {
            factors.add(session.knownItem(d), weight, compared[0]);
            weight *= DECAY;
        }
        itemVectors = Math.min(CLOSEST_OF, items);
        for (int d = 1; d <= itemVectors; d++) {
            factors.copy(session.knownItem(d - 1), scratch, compared[d]);
        }
        for (int d = 0; d <= itemVectors; d++) {
            norms[d] = norm(compared[d]);
        }
        // All at once: reads that do not wait for each other, so that the waits for memory overlap.
        for (int c = 0; c < candidates.size(); c++) {
            factors.copy(candidates.item(c), scratch, vectors[c]);
        }
    }

    @Override
    public void write(int candidate, float[] row, int at) {
        float norm = multiply(vectors[candidate]);
        if (itemVectors > 1) {
            multiplyOthers(vectors[candidate]);
        }
        float closest = itemVectors == 0 ? 0 : -1;
        for (int d = 1; d <= itemVectors; d++) {
            closest = Math.max(closest, cosine(d, norm));
        }
        row[at] = dots[0];
        row[at + 1] = itemVectors == 0 ? 0 : dots[1];
        row[at + 2] = cosine(0, norm);
        row[at + 3] = itemVectors == 0 ? 0 : cosine(1, norm);
        row[at + 4] = closest;
    }

    /**
     * Sets the products with the session's vector and the newest item's, and returns the norm. One loop for all: each sum
     * waits for its own last addition, so three take hardly longer than one.
     */
    private float multiply(float[] vector) {
        float[] ofSession = compared[0];
        float[] ofNewest = compared[1];
        double squares = 0;
        float session = 0;
        float newest = 0;
        for (int f = 0; f < vector.length; f++) {
            float value = vector[f];
            squares += (double) value * value;
            session += value * ofSession[f];
            newest += value * ofNewest[f];
        }
        dots[0] = session;
        dots[1] = newest;
        return (float) Math.sqrt(squares);
    }

    /** Sets the products with the other items' vectors. */
    private void multiplyOthers(float[] vector) {
        float second = 0;
        float third = 0;
        float fourth = 0;
        float fifth = 0;
        for (int f = 0; f < vector.length; f++) {
            float value = vector[f];
            second += value * compared[2][f];
            third += value * compared[3][f];
            fourth += value * compared[4][f];
            fifth += value * compared[5][f];
        }
        dots[2] = second;
        dots[3] = third;
        dots[4] = fourth;
        dots[5] = fifth;
    }

    private float cosine(int other, float norm) {
        return norm == 0 || norms[other] == 0 ? 0 : dots[other] / norm / norms[other];
    }

    private static float norm(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        return (float) Math.sqrt(squares);
    }
}
