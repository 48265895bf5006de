package io.nextcart.training.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import io.nextcart.engine.session.SessionState;
import io.nextcart.training.table.SessionLog;
import org.junit.jupiter.api.Test;

final class HistoryReplayTest {
    /** Shopper 0: session 0 (items 1, 2), then session 2 (items 3, 4, 5); shopper 1 between them. */
    private static final SessionLog LOG = new SmallLog()
            .add(0, 0, EventType.VIEW, 1, 100)
            .add(0, 0, EventType.ADD_TO_CART, 2, 200)
            .add(1, 1, EventType.VIEW, 9, 300)
            .add(2, 0, EventType.VIEW, 3, 9_000_000)
            .add(2, 0, EventType.VIEW, 4, 9_000_100)
            .add(2, 0, EventType.VIEW, 5, 9_000_200)
            .log();

    private final SessionState state = new SessionState(100);
    private final HistoryReplay replay = new HistoryReplay(LOG, new String[0]);

    @Test
    void whatIsKnownIsThePastOfTheSameShopper() {
        fill(replay, 2, 2, false);
        state.seal();

        assertThat(items()).containsExactly(4, 3, 2, 1);
        assertThat(state.type(2)).isEqualTo(EventType.ADD_TO_CART);
        assertThat(state.timestampMs(0)).isEqualTo(9_000_100);
        assertThat(state.currentLength()).isEqualTo(2);
    }

    @Test
    void theEventAskedForAndLaterOnesAreNeverSeen() {
        fill(replay, 2, 1, false);
        state.seal();

        assertThat(items()).containsExactly(3, 2, 1);
    }

    @Test
    void anInlineReplayIsTheViewsOfTheSessionWithoutTimes() {
        fill(replay, 2, 2, true);
        state.seal();

        assertThat(items()).containsExactly(4, 3);
        assertThat(state.timestampMs(0)).isEqualTo(SessionState.NO_TIME);
    }

    @Test
    void aLongHistoryIsCutToWhatTheStateHolds() {
        SmallLog small = new SmallLog();
        for (int i = 0; i < 40; i++) {
            small.add(0, 0, EventType.VIEW, i, i);
        }
        for (int i = 40; i < 80; i++) {
            small.add(1, 0, EventType.VIEW, i, 9_000_000 + i);
        }
        fill(new HistoryReplay(small.log(), new String[0]), 1, 40, false);
        state.seal();

        assertThat(items()).hasSize(SessionState.MAX_EVENTS).startsWith(79, 78).endsWith(31, 30);
    }

    @Test
    void anInlineReplayHasNoCarts() {
        fill(replay, 0, 2, true);
        state.seal();

        assertThat(items()).containsExactly(1);
    }

    private void fill(HistoryReplay of, int session, int position, boolean inline) {
        state.reset();
        of.visit(session, position, inline, state::add);
    }

    private int[] items() {
        int[] items = new int[state.length()];
        for (int position = 0; position < items.length; position++) {
            items[position] = state.item(position);
        }
        return items;
    }
}
