package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.ObjectSource.Tagged;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads the archive for a training, oldest day first. An event counts once, however many objects hold it, and not at
 * all if its user was deleted since. Of several events of one shopper with the same {@code event_id} the one of the
 * earliest day counts, and within a day the one that came first. Not thread-safe.
 */
public final class ArchiveReader {
    /** How often a listing is repeated because listed objects are gone: each time a compaction came between. */
    private static final int LISTINGS = 50;

    private final Archive archive;
    private final Clock clock;
    private final Progress progress;
    private final RecordLog log;
    private long deletedEvents;

    /** @param maxBadRows tolerated share of bad rows over all objects, 0–1 */
    public ArchiveReader(Archive archive, double maxBadRows, Progress progress) {
        this(archive, maxBadRows, Clock.systemUTC(), progress);
    }

    /** @param clock gives the present */
    ArchiveReader(Archive archive, double maxBadRows, Clock clock, Progress progress) {
        this.clock = requireNonNull(clock, "clock is null");
        this.archive = requireNonNull(archive, "archive is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.log = archive.log(maxBadRows, Progress.NONE);
    }

    /**
     * Reads the deleted users. Call it before anything else is read.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read
     */
    public DeletedUsers deleted() throws IOException {
        DeletedUsers deleted = new DeletedUsers(clock.millis());
        Listing all = () -> archive.partitions(Archive.TOMBSTONES).values().stream()
                .flatMap(List::stream)
                .toList();
        readAll(all.keys(), all, (object, key) -> log.tombstones(object, archive.place(key), deleted::add));
        return deleted;
    }

    /**
     * Reads all events.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad
     */
    public void events(DeletedUsers deleted, Consumer<Event> sink) throws IOException {
        // A shop may reuse an id on another day; without an id, the day is part of an event's identity.
        SeenEvents withId = new SeenEvents();
        eventsOfDays(deleted, event -> {
            if (event.eventId() == null || withId.add(event)) {
                sink.accept(event);
            }
        });
    }

    /**
     * Reads all events like {@link #events}, but passes on an {@code event_id} once for each day that has it, oldest
     * first: for whoever drops repeats, since what is remembered here does not grow with the archive.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad
     */
    public void eventsOfDays(DeletedUsers deleted, Consumer<Event> sink) throws IOException {
        Map<LocalDate, List<String>> days = archive.partitions(Archive.EVENTS);
        int done = 0;
        for (Map.Entry<LocalDate, List<String>> day : days.entrySet()) {
            events(day.getKey(), day.getValue(), line -> isWanted(line, deleted), sink);
            progress.report("reading the archive", ++done, days.size(), "days");
        }
    }

    private boolean isWanted(ArchivedEvent line, DeletedUsers deleted) {
        boolean covered = deleted.covers(line);
        deletedEvents += covered ? 1 : 0;
        return !covered;
    }

    /** Number of events of deleted users so far. */
    public long deletedEvents() {
        return deletedEvents;
    }

    /** The rows read so far. */
    public ReadReport soFar() {
        return log.soFar();
    }

    private void events(LocalDate day, List<String> listed, Predicate<ArchivedEvent> wanted, Consumer<Event> sink)
            throws IOException {
        List<String> keys = listed;
        if (Whole.are(keys)) {
            Optional<Tagged> whole = archive.get(keys.get(0));
            if (whole.isPresent()) {
                // A whole object holds no event twice.
                log.archived(whole.get().bytes(), archive.place(keys.get(0)), line -> {
                    if (wanted.test(line)) {
                        sink.accept(line.event());
                    }
                });
                return;
            }
            keys = archive.partition(Archive.EVENTS, day);
        }
        SeenEvents ofDay = new SeenEvents();
        Consumer<ArchivedEvent> once = line -> {
            Event event = line.event();
            if (wanted.test(line) && ofDay.add(event)) {
                sink.accept(event);
            }
        };
        readAll(
                keys,
                () -> archive.partition(Archive.EVENTS, day),
                (object, key) -> log.archived(object, archive.place(key), once));
    }

    /**
     * Reads what the shop said about items, oldest day first. A line holds all that is said of its item by then, and may come twice.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read
     */
    public void items(Consumer<CatalogueItem> sink) throws IOException {
        for (Map.Entry<LocalDate, List<String>> day :
                archive.partitions(Archive.ITEMS).entrySet()) {
            readAll(
                    day.getValue(),
                    () -> archive.partition(Archive.ITEMS, day.getKey()),
                    (object, key) -> log.items(object, archive.place(key), sink));
        }
    }

    /**
     * Ends reading.
     *
     * @throws io.nextcart.data.BadInputException when too many rows are bad
     */
    public ReadReport end() {
        return log.end();
    }

    private interface Listing {
        List<String> keys() throws IOException;
    }

    private interface Taking {
        void take(byte[] object, String key);
    }

    /**
     * Reads the objects. When a compaction has replaced one, lists again and reads the new objects, so lines may be
     * repeated.
     */
    private void readAll(List<String> listed, Listing again, Taking taking) throws IOException {
        Set<String> read = new HashSet<>();
        List<String> keys = listed;
        for (int i = 0; i < LISTINGS; i++) {
            boolean gone = false;
            for (String key : keys) {
                if (read.contains(key)) {
                    continue;
                }
                Optional<Tagged> object = archive.get(key);
                if (object.isPresent()) {
                    taking.take(object.get().bytes(), key);
                    read.add(key);
                } else {
                    gone = true;
                }
            }
            if (!gone) {
                return;
            }
            keys = again.keys();
        }
        throw new IOException(archive.location() + ": listed objects are missing, such as " + keys.get(keys.size() - 1)
                + "; expected a listing of what can be read");
    }
}
