package io.nextcart.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.EventType;
import org.junit.jupiter.api.Test;

final class SessionStateTest {
    private final SessionState session = new SessionState(100);

    @Test
    void countsPerItemAreNewestFirst() {
        session.add(5, EventType.VIEW, 1000);
        session.add(7, EventType.VIEW, 2000);
        session.add(5, EventType.VIEW, 3000);
        session.add(5, EventType.ADD_TO_CART, 4000);
        session.seal();

        assertThat(session.length()).isEqualTo(4);
        assertThat(session.distinctCount()).isEqualTo(2);
        assertThat(session.distinctItem(0)).isEqualTo(5);
        assertThat(session.views(0)).isEqualTo(2);
        assertThat(session.carts(0)).isEqualTo(1);
        assertThat(session.lastPosition(1)).isEqualTo(2);
        assertThat(session.find(7)).isEqualTo(1);
        assertThat(session.find(9)).isEqualTo(-1);
    }

    @Test
    void onlyTheNewestEventsAreRemembered() {
        for (int i = 0; i < SessionState.MAX_EVENTS + 3; i++) {
            session.add(i, EventType.VIEW, i);
        }
        session.seal();

        assertThat(session.length()).isEqualTo(SessionState.MAX_EVENTS);
        assertThat(session.item(0)).isEqualTo(SessionState.MAX_EVENTS + 2);
        assertThat(session.item(SessionState.MAX_EVENTS - 1)).isEqualTo(3);
    }

    @Test
    void aRemovalLeavesTheSessionAsIfTheItemHadNeverBeenInTheCart() {
        session.add(5, EventType.VIEW, 1000);
        session.add(5, EventType.ADD_TO_CART, 2000);
        session.add(7, EventType.ADD_TO_CART, 3000);
        session.add(5, EventType.REMOVE_FROM_CART, 4000);
        session.add(9, EventType.REMOVE_FROM_CART, 5000);
        session.seal();

        assertThat(session.length()).isEqualTo(2);
        assertThat(session.item(0)).isEqualTo(7);
        assertThat(session.timestampMs(1)).isEqualTo(1000);
        assertThat(session.carts(session.find(5))).isZero();
        assertThat(session.carts(session.find(7))).isEqualTo(1);
        assertThat(session.find(9)).isEqualTo(-1);
    }

    @Test
    void whatIsPutBackIntoTheCartIsThere() {
        session.add(5, EventType.ADD_TO_CART, 1000);
        session.add(5, EventType.REMOVE_FROM_CART, 2000);
        session.add(5, EventType.ADD_TO_CART, 3000);
        session.seal();

        assertThat(session.carts(0)).isEqualTo(1);
        assertThat(session.timestampMs(0)).isEqualTo(3000);
    }

    @Test
    void aRemovalInALongHistoryBringsNothingBackThatWasDropped() {
        for (int i = 0; i < SessionState.MAX_EVENTS + 3; i++) {
            session.add(i, i % 2 == 0 ? EventType.ADD_TO_CART : EventType.VIEW, i);
        }
        session.add(10, EventType.REMOVE_FROM_CART, 100);
        session.add(1, EventType.VIEW, 101);
        session.seal();

        assertThat(session.length()).isEqualTo(SessionState.MAX_EVENTS);
        assertThat(session.find(10)).isEqualTo(-1);
        assertThat(session.item(SessionState.MAX_EVENTS - 1)).isEqualTo(3);
    }

    @Test
    void aLongPauseStartsANewSession() {
        session.add(1, EventType.VIEW, 0);
        session.add(2, EventType.VIEW, SessionState.GAP_MS + 1);
        session.add(3, EventType.VIEW, SessionState.GAP_MS + 2);
        session.seal();

        assertThat(session.currentLength()).isEqualTo(2);
    }

    @Test
    void withoutTimesThereIsOneSession() {
        session.add(1, EventType.VIEW, SessionState.NO_TIME);
        session.add(2, EventType.VIEW, SessionState.NO_TIME);
        session.seal();

        assertThat(session.currentLength()).isEqualTo(2);
    }

    @Test
    void unknownItemsAreItemsThatTablesSayNothingOf() {
        session.add(4, EventType.VIEW, 0);
        session.add(100, EventType.VIEW, 1);
        session.seal();

        assertThat(session.distinctCount()).isEqualTo(2);
        assertThat(session.distinctItem(0)).isEqualTo(100);
        assertThat(session.lastPosition(1)).isEqualTo(1);
        assertThat(session.knownCount()).isEqualTo(1);
        assertThat(session.knownItem(0)).isEqualTo(4);
    }
}
