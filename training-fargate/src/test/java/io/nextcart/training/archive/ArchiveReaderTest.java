package io.nextcart.training.archive;

import static io.nextcart.training.archive.Records.DAY_1;
import static io.nextcart.training.archive.Records.DAY_MS;
import static io.nextcart.training.archive.Records.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.LogTimes;
import io.nextcart.data.log.ReadReport;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.HookedStore;
import io.nextcart.store.ObjectStore;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveReaderTest {
    @TempDir
    private Path folder;

    private FolderObjectStore store;

    @BeforeEach
    void open() {
        store = new FolderObjectStore(folder);
    }

    @Test
    void anEmptyPlaceHoldsNothing() throws Exception {
        assertThat(Records.read(store)).isEmpty();
    }

    @Test
    void eventsComeOldestDayFirstAndOtherObjectsAreNotRead() throws Exception {
        Records.put(store, "b", view("u", "2", DAY_1 + DAY_MS));
        Records.put(store, "z", view("u", "1", DAY_1));
        store.put("events/dt=2026-03-01/notes.txt", new byte[] {1});
        store.put("events/dt=2026-02-30/a.ndjson.gz", new byte[] {1});
        store.put("models/current.json", new byte[] {1});
        assertThat(Records.read(store)).containsExactly(view("u", "1", DAY_1), view("u", "2", DAY_1 + DAY_MS));
    }

    @Test
    void anEventCountsOnceHoweverManyObjectsHoldIt() throws Exception {
        Event byId = new Event("e1", new UserId("u"), EventType.VIEW, new ItemId("1"), DAY_1, null, null, null);
        Event sameId = new Event("e1", new UserId("u"), EventType.VIEW, new ItemId("2"), DAY_1 + 1, null, null, null);
        Event otherShopper = new Event("e1", new UserId("v"), EventType.VIEW, new ItemId("1"), DAY_1, null, null, null);
        Event byContent = view("u", "3", DAY_1);
        Records.put(store, "a", byId, byContent, byContent);
        Records.put(store, "b", byContent, sameId, otherShopper, byId);
        assertThat(Records.read(store)).containsExactly(byId, byContent, otherShopper);
    }

    @Test
    void oneEventIdOnTwoDaysCountsOnceOnTheEarlierOne() throws Exception {
        Event first = new Event("e1", new UserId("u"), EventType.VIEW, new ItemId("1"), DAY_1, null, null, null);
        Event retry =
                new Event("e1", new UserId("u"), EventType.VIEW, new ItemId("1"), DAY_1 + DAY_MS, null, null, null);
        Event other =
                new Event("e1", new UserId("v"), EventType.VIEW, new ItemId("1"), DAY_1 + DAY_MS, null, null, null);
        Records.put(store, "a", retry, other);
        Records.put(store, "b", first, first);
        assertThat(Records.read(store)).containsExactly(first, other);
        List<Event> ofDays = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(new Archive(store), 0, Progress.NONE);
        reader.eventsOfDays(reader.deleted(), ofDays::add);
        assertThat(ofDays).as("each day by itself").containsExactly(first, retry, other);
        new Compaction(new Archive(store), 0, Clock.systemUTC(), Progress.NONE).run();
        assertThat(store.list("events/dt=")).hasSize(2).allMatch(Whole::is);
        assertThat(Records.read(store)).containsExactly(first, other);
    }

    @Test
    void ofManyEventsEachIsKnownAgainAndNoOtherIs() {
        SeenEvents seen = new SeenEvents();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(seen.add(view("u" + i % 100, "i" + i / 100, DAY_1))).isEqualTo(round == 0);
            }
        }
    }

    @Test
    void whatIsListedButNeverThereIsToldAfterAWhile() throws Exception {
        Records.put(store, "a", view("u", "1", DAY_1));
        Records.put(store, "b", view("u", "2", DAY_1));
        ObjectStore forgetful = HookedStore.around(
                store,
                call -> call.name().equals("get") && call.key().contains("/b.") ? Optional.empty() : call.proceed());
        assertThatThrownBy(() -> Records.read(forgetful))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("events/dt=2026-03-01/b.ndjson.gz; expected a listing of what can be read");
    }

    @Test
    void whoWasForgottenIsNotReadUpToThatTimeAndCountsAgainAfterIt() throws Exception {
        Records.put(
                store,
                "a",
                view("u", "1", DAY_1),
                view("u", "2", DAY_1 + 5),
                view("u", "3", DAY_1 + 6),
                view("v", "1", DAY_1));
        Records.forget(store, "t2", "u", DAY_1 + 5);
        Records.forget(store, "t3", "u", DAY_1 + 1);
        assertThat(Records.read(store)).containsExactly(view("u", "3", DAY_1 + 6), view("v", "1", DAY_1));
    }

    @Test
    void badRowsAreCountedOverAllObjectsAndToldByObjectAndLine() throws Exception {
        Records.put(store, "a", view("u", "1", DAY_1), view("u", "2", DAY_1), view("u", "3", DAY_1));
        Records.put(store, "events/dt=2026-03-01/b", "{\"user_id\":\"u\"}\n");
        ArchiveReader tolerant = new ArchiveReader(new Archive(store), 0.25, Progress.NONE);
        List<Event> events = new ArrayList<>();
        tolerant.events(tolerant.deleted(), events::add);
        ReadReport report = tolerant.end();
        assertThat(events).hasSize(3);
        assertThat(report.rows()).isEqualTo(4);
        assertThat(report.samples())
                .containsExactly(new ReadReport.BadRow(
                        store.location() + "/events/dt=2026-03-01/b.ndjson.gz",
                        1,
                        "timestamp is missing, expected milliseconds since 1970 or ISO 8601 with an offset, such as"
                                + " 2015-06-02T05:02:12Z"));
        assertThatThrownBy(() -> Records.read(store))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        store.location() + "/events/dt=2026-03-01/b.ndjson.gz, line 1: timestamp is missing");
    }

    @Test
    void aTombstoneThatIsNoneIsNeverPassedOver() throws Exception {
        for (int i = 0; i < 200; i++) {
            Records.forget(store, "t" + i, "u" + i, DAY_1);
        }
        String damaged = "tombstones/dt=2026-03-01/damaged";
        Records.put(store, damaged, "{\"user_id\":\"u\",\"forgotten_at\":\"oops\"}\n");
        List<String> before = store.list("");
        String message = store.location() + "/" + damaged + ".ndjson.gz, line 1: forgotten_at ";
        assertThatThrownBy(() -> new ArchiveReader(new Archive(store), 1, Progress.NONE).deleted())
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(message);
        Clock later = Clock.fixed(Instant.ofEpochMilli(DAY_1 + 9 * Records.DAY_MS), ZoneOffset.UTC);
        assertThatThrownBy(() -> new Compaction(new Archive(store), 1, later, Progress.NONE).run())
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(message);
        assertThat(store.list("")).isEqualTo(before);
    }

    @Test
    void anObjectThatIsCutShortIsRefusedByItsName() throws Exception {
        String key = Records.put(store, "a", view("u", "1", DAY_1));
        byte[] whole = store.get(key).orElseThrow().bytes();
        store.put(key, Arrays.copyOf(whole, whole.length - 4));
        assertThatThrownBy(() -> Records.read(store))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(store.location() + "/" + key + ", after line ")
                .hasMessageContaining("ends too early");
    }

    @Test
    void whatTheShopSaidOfItemsComesWithItsTime() throws Exception {
        Records.put(
                store,
                "items/dt=2026-03-01/a",
                "{\"item_id\":\"7\",\"available\":true,\"category\":\"5\",\"price\":12.5,\"title\":\"t\",\"updated_at\":"
                        + DAY_1 + "}\n{\"item_id\":\"7\",\"available\":false,\"updated_at\":" + (DAY_1 + 9) + "}\n");
        List<ItemProperty> said = new ArrayList<>();
        ArchiveReader reader = new ArchiveReader(new Archive(store), 0, Progress.NONE);
        reader.items(line -> said.addAll(line.properties()));
        assertThat(reader.end().rows()).isEqualTo(2);
        assertThat(said)
                .containsExactly(
                        new ItemProperty(DAY_1, new ItemId("7"), "categoryid", "5"),
                        new ItemProperty(DAY_1, new ItemId("7"), "available", "1"),
                        new ItemProperty(DAY_1, new ItemId("7"), "790", "12.5"),
                        new ItemProperty(DAY_1 + 9, new ItemId("7"), "available", "0"));
    }

    @Test
    void severalDaysAtATimeAreReadAsOneAfterTheOther() throws Exception {
        Event bought = new Event("b", new UserId("v"), EventType.TRANSACTION, new ItemId("1"), DAY_1, "t1", null, null);
        Event boughtToo =
                new Event("c", new UserId("v"), EventType.TRANSACTION, new ItemId("2"), DAY_1, "t1", null, null);
        Records.put(store, "a", view("u", "1", DAY_1), bought, view("gone", "1", DAY_1), view("u", "2", 7));
        Records.put(store, "b", boughtToo, bought, view("u", "1", DAY_1));
        for (int day = 1; day < 9; day++) {
            Records.put(
                    store, "a", view("u", "item " + day, DAY_1 + day * DAY_MS), view("w", "1", DAY_1 + day * DAY_MS));
        }
        Records.put(store, "events/dt=2026-03-05/b", "{}\n");
        Records.forget(store, "t", "gone", DAY_1);
        ArchiveReader reader = new ArchiveReader(new Archive(store), 0.1, Progress.NONE);
        List<EventBatch> batches = new ArrayList<>();

        try (SqlEngine workers = new DuckDbEngine(folder.resolve("work"), 3, 1L << 28)) {
            assertThat(reader.batches(reader.deleted(), LogTimes.ANY, workers, batches::add))
                    .isEqualTo(ReadReport.Outside.NONE);
        }

        assertThat(reader.deletedEvents()).isEqualTo(1);
        assertThat(reader.end().rows()).isEqualTo(7 + 16 + 1);
        assertThat(reader.soFar().samples()).singleElement().satisfies(bad -> {
            assertThat(bad.place()).endsWith("/events/dt=2026-03-05/b.ndjson.gz");
            assertThat(bad.line()).isEqualTo(1);
        });
        EventBatch first = batches.get(0);
        assertThat(first.users().distinct()).containsExactly("u", "v");
        assertThat(first.users().place()).containsExactly(0, 1, 0, 1);
        assertThat(first.users().counts()).containsExactly(2, 2);
        assertThat(first.items().distinct()).containsExactly("1", "2");
        assertThat(first.items().place()).containsExactly(0, 0, 1, 1);
        assertThat(first.purchases().distinct()).containsExactly("t1");
        assertThat(first.purchases().place()).containsExactly(-1, 0, -1, 0);
        assertThat(first.purchases().counts()).containsExactly(2);
        assertThat(first.atMs()).containsExactly(DAY_1, DAY_1, 7, DAY_1);
        assertThat(first.eventId()).containsExactly(0, EventKey.ofId(bought), 0, EventKey.ofId(boughtToo));
        assertThat(batches.subList(1, 9).stream().map(batch -> batch.items().distinct()[0]))
                .containsExactly("item 1", "item 2", "item 3", "item 4", "item 5", "item 6", "item 7", "item 8");
    }

    @Test
    void tooManyBadRowsEndTheReadingOfSeveralDaysToo() throws Exception {
        for (int day = 0; day < 4; day++) {
            Records.put(store, "events/dt=2026-03-0" + (1 + day) + "/a", "{}\n");
            Records.put(store, "b", view("u", "1", DAY_1 + day * DAY_MS));
        }
        ArchiveReader reader = new ArchiveReader(new Archive(store), 0.1, Progress.NONE);
        try (SqlEngine workers = new DuckDbEngine(folder.resolve("work"), 2, 1L << 28)) {
            reader.batches(reader.deleted(), LogTimes.ANY, workers, batch -> {});
        }
        assertThatThrownBy(reader::end)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("/events/dt=2026-03-01/a.ndjson.gz, line 1: ")
                .hasMessageContaining("4 of 8 rows are bad, --max-bad-rows allows 10 %");
    }

    @Test
    void aPlaceTravelsToOtherProcesses() throws Exception {
        Records.put(store, "a", view("u", "1", DAY_1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new EventsOfDay.Reading(new Archive(store), new DeletedUsers(0), LogTimes.ANY));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            EventsOfDay.Reading there = (EventsOfDay.Reading) in.readObject();
            EventsOfDay day = EventsOfDay.listed(there.archive()).get(0);
            assertThat(there.on(day).events().users().distinct()).containsExactly("u");
        }
    }
}
