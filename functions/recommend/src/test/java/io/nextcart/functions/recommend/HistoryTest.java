package io.nextcart.functions.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.engine.Interaction;
import io.nextcart.functions.store.MemoryEventStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

final class HistoryTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void eventsOlderThanTheReachOrAheadOfTheClockAreLeftOut() throws IOException {
        MemoryEventStore store = new MemoryEventStore();
        store.put(List.of(
                view("too old", NOW.minus(Duration.ofDays(31))),
                view("old", NOW.minus(Duration.ofDays(30))),
                view("new", NOW.plus(Duration.ofMinutes(5))),
                view("of the future", NOW.plus(Duration.ofDays(365)))));
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        try (History history = new History(store, clock, Duration.ofDays(30))) {
            assertThat(history.last("u", 10, Deadline.after(Duration.ofSeconds(30))))
                    .hasValueSatisfying(last ->
                            assertThat(last).extracting(Interaction::itemId).containsExactly("old", "new"));
        }
    }

    @Test
    void aSlowStoreIsLoggedInOneLineAndAFailedOneWithItsTrace() {
        List<LogRecord> logged = new CopyOnWriteArrayList<>();
        Handler handler = new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(line);
            }
        };
        Logger logger = Logger.getLogger(History.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        MemoryEventStore store = new MemoryEventStore();
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        store.delayReads(1_000);
        try (History history = new History(store, clock, Duration.ofDays(30))) {
            assertThat(history.last("u", 10, Deadline.after(Duration.ZERO))).isEmpty();
        }
        store.delayReads(0);
        store.failWith(new IOException("disk full"));
        try (History history = new History(store, clock, Duration.ofDays(30))) {
            assertThat(history.last("u", 10, Deadline.after(Duration.ofSeconds(30))))
                    .isEmpty();
        }
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        assertThat(logged)
                .extracting(LogRecord::getMessage)
                .containsExactly(
                        "the event store is too slow; answering without history",
                        "the event store failed; answering without history");
        assertThat(logged.get(0).getThrown()).isNull();
        assertThat(logged.get(1).getThrown()).hasRootCauseMessage("disk full");
    }

    private static Event view(String item, Instant at) {
        return Event.of(new UserId("u"), EventType.VIEW, new ItemId(item), at.toEpochMilli());
    }
}
