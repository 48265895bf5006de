package io.nextcart.engine.source;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;

/**
 * The items that the shopper already viewed: people return to them more than to anything else. The score is the sum
 * over an item's events of {@code 0.7^position}; the newest event has position 0.
 */
public final class RepeatSource implements CandidateSource {
    /** Powers of {@link #DECAY} by position. */
    private static final float[] WEIGHT = new float[SessionState.MAX_EVENTS];

    static {
        float weight = 1;
        for (int position = 0; position < WEIGHT.length; position++) {
            WEIGHT[position] = weight;
            weight *= DECAY;
        }
    }

    private final int quota;

    /**
     * @param quota most candidates kept
     */
    public RepeatSource(int quota) {
        this.quota = quota;
    }

    @Override
    public void collect(SessionState session, Candidates candidates) {
        int n = session.length();
        for (int position = 0; position < n; position++) {
            candidates.add(Source.REPEAT, session.item(position), WEIGHT[position]);
        }
        candidates.keepTop(Source.REPEAT, quota);
    }
}
