package io.nextcart.training.table;

import static io.nextcart.training.table.Shop.MINUTE_MS;
import static io.nextcart.training.table.Shop.cart;
import static io.nextcart.training.table.Shop.remove;
import static io.nextcart.training.table.Shop.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.LogSummary;
import io.nextcart.data.log.ReadReport;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogDatabaseTest {
    @TempDir
    Path folder;

    private SqlEngine sql;
    private LogLoader loader;

    @BeforeEach
    void start() {
        sql = new DuckDbEngine(folder, 2, 256L << 20);
        loader = new LogLoader(sql);
    }

    @AfterEach
    void stop() {
        sql.close();
    }

    private LogDatabase log(List<Event> events) {
        events.forEach(loader::accept);
        return loader.load();
    }

    private SessionLog sessions(List<Event> events) {
        return log(events).sessions(0, Long.MAX_VALUE);
    }

    @Test
    void eventsMayReachTheEngineInChunks() {
        List<Event> events = Shop.random(3, 1000);
        SessionLog whole = sessions(events);
        loader = new LogLoader(sql, 7);
        SessionLog chunks = sessions(events);

        assertThat(chunks.events()).isEqualTo(whole.events()).isGreaterThan(900);
        assertThat(chunks.item()).isEqualTo(whole.item());
        assertThat(chunks.user()).isEqualTo(whole.user());
        assertThat(chunks.timestampMs()).isEqualTo(whole.timestampMs());
        assertThat(chunks.sessionOffsets()).isEqualTo(whole.sessionOffsets());
    }

    @Test
    void itemPropertiesMayReachTheEngineInChunks() {
        for (int chunk : new int[] {1, 2, 10, 100}) {
            LogDatabase log = catalogue(new LogLoader(sql, chunk));

            assertThat(log.items()).isEqualTo(new CatalogueSummary.Items(10, 1, 0, 1, 1, 0, 1, 2, "b"));
            assertThat(log.categoryIds()).containsExactly("hats", "sale", "shoes", "socks");
            assertThat(log.categoryLists()).isDeepEqualTo(new int[][] {{2, 1}, {1, 0}});
            Columns newest = sql.read("catalogue", Map.of("end_ms", Long.MAX_VALUE));
            assertThat(newest.ints("item")).containsExactly(0, 0, 0, 1, 2);
            assertThat(newest.ints("kind")).containsExactly(0, 1, 2, 0, 0);
            assertThat(newest.doubles("value")).containsExactly(3, 0, Double.NaN, 5, -1);
        }
    }

    private static LogDatabase catalogue(LogLoader into) {
        into.accept(Shop.property("b", "categoryid", "shoes|sale", 0));
        into.accept(Shop.property("a", "categoryid", "shoes", 0));
        into.accept(Shop.property("a", "available", "1", 1));
        into.accept(Shop.property("c", "categoryid", "hats", 0));
        into.accept(Shop.property("a", "790", "3", 1)); // of a category's number
        into.accept(Shop.property("a", "790", null, 2));
        into.accept(Shop.property("a", "available", "0", 1));
        into.accept(Shop.property("a", "available", "", 3));
        into.accept(Shop.property("b", "categoryid", "sale|hats", 1));
        into.accept(Shop.property("c", "categoryid", null, 1));
        into.accept(Shop.property("a", "categoryid", "socks", 0));
        into.accept(view("u", "a", 5));
        return into.load();
    }

    @Test
    void growthIsThatOfTheLastFourWholeWeeks() {
        List<Event> events = new ArrayList<>();
        for (int day = 0; day < 40; day++) {
            for (int one = 0; one <= day; one++) {
                events.add(view("u" + one, "a", day * Shop.DAY));
            }
        }

        // Days 11 to 38 have 12 to 39 events, (12 + 39) · 28 / 2 in all.
        assertThat(log(events).weeklyEvents()).isEqualTo(714 / 4);
        loader = new LogLoader(sql);
        assertThat(log(events.subList(0, 28 * 29 / 2)).weeklyEvents()).isZero();
    }

    @Test
    void aSampleHoldsWholeShoppers() {
        LogDatabase log = log(Shop.random(3, 1000));
        SessionLog all = log.sessions(0, Long.MAX_VALUE, 1);
        SessionLog third = log.sessions(0, Long.MAX_VALUE, 3);

        assertThat(log.oneShopperIn()).isEqualTo(1);
        assertThat(Arrays.stream(third.user()).distinct().count()).isEqualTo(20);
        assertThat(third.user())
                .isEqualTo(
                        Arrays.stream(all.user()).filter(user -> user % 3 == 0).toArray());
        assertThat(third.sessions()).isBetween(1, all.sessions() - 1);
        assertThat(third.sessionOffsets()[third.sessions()]).isEqualTo(third.events());
    }

    @Test
    void anAddToCartCountsUntilItIsTakenBackInItsSession() {
        SessionLog log = sessions(List.of(
                cart("u", "a", 0), cart("u", "b", 1), remove("u", "a", 2), cart("u", "a", 3), remove("u", "b", 60)));

        assertThat(log.stands(0, 2 * MINUTE_MS)).isTrue(); // the removal is not known yet
        assertThat(log.stands(0, 2 * MINUTE_MS + 1)).isFalse();
        assertThat(log.stands(1, Long.MAX_VALUE)).isTrue(); // taken back in another session
        assertThat(log.stands(2, 3 * MINUTE_MS)).isFalse();
        assertThat(log.stands(3, Long.MAX_VALUE)).isTrue(); // put in again
    }

    @Test
    void aSessionEndsAfterMoreThanThirtyMinutes() {
        SessionLog sessions = sessions(List.of(view("u", "a", 0), view("u", "b", 30), view("u", "c", 61)));

        assertThat(sessions.sessions()).isEqualTo(2);
        assertThat(sessions.sessionOffsets()).containsExactly(0, 2, 3);
        assertThat(sessions.item()).containsExactly(0, 1, 2);
        assertThat(sessions.timestampMs()).containsExactly(0, 30 * MINUTE_MS, 61 * MINUTE_MS);
    }

    @Test
    void sessionsComeByStartThenShopperAndEventsByTimeThenArrival() {
        SessionLog sessions = sessions(List.of(
                view("late", "x", 5),
                view("first", "b", 1),
                view("first", "a", 1),
                view("second", "c", 1),
                view("first", "d", 0)));

        assertThat(sessions.user()).containsExactly(1, 1, 1, 2, 0);
        assertThat(sessions.item()).containsExactly(3, 1, 0, 2, 4);
    }

    @Test
    void duplicateEventIsCountedOnce() {
        LogDatabase log = log(
                List.of(view("u", "a", 1), view("u", "a", 1), cart("u", "a", 1), view("u", "a", 2), view("v", "a", 1)));
        SessionLog sessions = log.sessions(0, Long.MAX_VALUE);

        assertThat(sessions.events()).isEqualTo(4);
        assertThat(log.eventCount()).isEqualTo(4);
        assertThat(log.eventCount(EventType.VIEW)).isEqualTo(3);
        assertThat(log.eventCount(EventType.ADD_TO_CART)).isEqualTo(1);
        assertThat(log.eventCount(EventType.TRANSACTION)).isZero();
        assertThat(log.userCount()).isEqualTo(2);
        assertThat(sessions.typeAt(1)).isEqualTo(EventType.ADD_TO_CART);
    }

    @Test
    void eventsWithAnIdAreTheSameByTheirIdAlone() {
        SessionLog sessions = sessions(List.of(
                named("1", "u", "a", 1),
                named("1", "u", "b", 2),
                named("2", "u", "a", 1),
                named("1", "v", "a", 1),
                view("u", "a", 1)));

        assertThat(sessions.user()).containsExactly(0, 0, 0, 1);
        assertThat(sessions.item()).containsExactly(0, 0, 0, 0);
    }

    @Test
    void ofABotOnlyTheLatestEventsCountAndSessionsStartAnew() {
        List<Event> events = new ArrayList<>();
        for (int minute = 0; minute < 1_500; minute++) {
            events.add(view("bot", "item-" + minute % 7, minute));
            events.add(view("bot", "item-" + minute % 7, minute)); // repeats do not count
            events.add(view("shopper-" + minute, "a", 10_000));
        }
        Collections.shuffle(events, new Random(Long.getLong("nextcart.seed", 42)));

        LogDatabase log = log(events);
        SessionLog sessions = log.sessions(0, Long.MAX_VALUE);

        assertThat(sessions.events()).isEqualTo(2_500);
        assertThat(log.firstMs()).isEqualTo(500 * MINUTE_MS);
        assertThat(sessions.sessions()).isEqualTo(1_501);
        assertThat(sessions.sessionOffsets()[1]).isEqualTo(1_000);
        assertThat(log.summary(
                        new LogSummary.Rows(1, 4_500, 0, 0, 0, ReadReport.Outside.NONE),
                        CatalogueSummary.Rows.NONE,
                        CatalogueSummary.Rows.NONE,
                        List.of()))
                .extracting(read -> read.weights().bots(), LogSummary::repeats)
                .containsExactly(new LogSummary.Bots(1, 1_500, 1_000, 500), 1_500L);
    }

    @Test
    void aBusyShopperIsNotABot() {
        List<Event> events = new ArrayList<>();
        for (int minute = 0; minute < 1_000; minute++) {
            events.add(view("u", "a", minute));
        }
        assertThat(log(events).eventCount()).isEqualTo(1_000);
    }

    private static Event named(String eventId, String user, String item, int minute) {
        return new Event(
                eventId, new UserId(user), EventType.VIEW, new ItemId(item), minute * MINUTE_MS, null, null, null);
    }

    @Test
    void aWindowHoldsTheSessionsThatStartInItWhole() {
        LogDatabase log = log(List.of(
                view("u", "a", 9), view("u", "b", 15), view("v", "c", 10), view("v", "d", 25), view("w", "e", 20)));

        SessionLog window = log.sessions(10 * MINUTE_MS, 20 * MINUTE_MS);

        assertThat(window.item()).containsExactly(2, 3);
        assertThat(window.sessionOffsets()).containsExactly(0, 2);
        assertThat(log.sessions(100 * MINUTE_MS, 200 * MINUTE_MS).sessionOffsets())
                .containsExactly(0);
    }

    @Test
    void itemsAreNumberedInTheOrderOfTheirBytes() {
        LogDatabase log = log(List.of(view("u", "9", 0), view("u", "10", 1), view("u", "é", 2), view("u", "z", 3)));

        assertThat(log.itemIds()).containsExactly("10", "9", "z", "é");
        assertThat(log.firstMs()).isZero();
        assertThat(log.lastMs()).isEqualTo(3 * MINUTE_MS);
    }

    @Test
    void itemsThatOnlyTheCatalogueKnowsAreNumberedToo() {
        loader.accept(Shop.property("unseen", "available", "1", 0));
        assertThat(log(List.of(view("u", "a", 0))).itemIds()).containsExactly("a", "unseen");
    }

    @Test
    void anEmptyLogIsBadInput() {
        assertThatThrownBy(() -> loader.load())
                .isInstanceOf(BadInputException.class)
                .hasMessage("the event log holds no events, expected at least one");
    }
}
