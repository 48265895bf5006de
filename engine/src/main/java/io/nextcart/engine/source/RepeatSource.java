package io.nextcart.engine.source;

import io.nextcart.engine.Source;
import io.nextcart.engine.session.SessionState;

/**
 * The items the shopper already looked at: people come back to them more than to anything else. The score is the sum
 * over an item's events of {@code 0.7^position}, position 0 being the newest event.
 */
public final class RepeatSource implements CandidateSource {
    private static final float[] DECAY = new float[SessionState.MAX_EVENTS];

    static {
        float decay = 1;
        for (int position = 0; position < DECAY.length; position++) {
            DECAY[position] = decay;
            decay *= 0.7f;
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
            int item = session.item(position);
            if (item != SessionState.UNKNOWN_ITEM) {
                candidates.add(Source.REPEAT, item, DECAY[position]);
            }
        }
        candidates.keepTop(Source.REPEAT, quota);
    }
}
