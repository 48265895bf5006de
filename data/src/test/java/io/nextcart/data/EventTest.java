package io.nextcart.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTest {
    private static final UserId USER = new UserId("u");
    private static final ItemId ITEM = new ItemId("i");

    @ParameterizedTest
    @ValueSource(longs = {0, 1_433_221_332_117L, Event.LATEST_MS})
    void timesFrom1970To9999AreTaken(long timestampMs) {
        assertThat(Event.of(USER, EventType.VIEW, ITEM, timestampMs).timestampMs())
                .isEqualTo(timestampMs);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Event.LATEST_MS + 1, Long.MAX_VALUE})
    void otherTimesAreRefused(long timestampMs) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Event.of(USER, EventType.VIEW, ITEM, timestampMs))
                .withMessage("timestamp is %d, expected milliseconds since 1970", timestampMs);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aValueIsFinite(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(null, USER, EventType.VIEW, ITEM, 0, null, value, null))
                .withMessageStartingWith("value is ");
    }

    @Test
    void optionalIdsObeyTheRuleOfIds() {
        String tooLong = "x".repeat(129);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(tooLong, USER, EventType.VIEW, ITEM, 0, null, null, null))
                .withMessageStartingWith("event_id has 129 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(null, USER, EventType.VIEW, ITEM, 0, "", null, null))
                .withMessageStartingWith("transaction_id has 0 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Event(null, USER, EventType.VIEW, ITEM, 0, null, null, "a\nb"))
                .withMessageStartingWith("recommendation_id holds an unprintable character");
    }

    @Test
    void whoWhatAndWhichAreNeeded() {
        assertThatNullPointerException().isThrownBy(() -> Event.of(null, EventType.VIEW, ITEM, 0));
        assertThatNullPointerException().isThrownBy(() -> Event.of(USER, null, ITEM, 0));
        assertThatNullPointerException().isThrownBy(() -> Event.of(USER, EventType.VIEW, null, 0));
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsFoundByItsWireNameOnly(EventType type) {
        assertThat(EventType.fromWireName(type.wireName())).isEqualTo(type);
        assertThat(EventType.fromWireName(type.name())).isNull();
    }
}
