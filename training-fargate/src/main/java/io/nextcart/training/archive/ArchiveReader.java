package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.LogTimes;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.training.sql.Workers;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the archive for a training, oldest day first. An event counts once, however many objects hold it, and not at
 * all if its user was deleted since. Of several events of one shopper with the same {@code event_id} the one of the
 * earliest day counts, and within a day the one that came first. Not thread-safe.
 */
public final class ArchiveReader {
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
        Archive.Listing all = () -> archive.partitions(Archive.TOMBSTONES).values().stream()
                .flatMap(List::stream)
                .toList();
        archive.readAll(all.keys(), all, (object, key) -> log.tombstones(object, archive.place(key), deleted::add));
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
     * first: for readers that drop repeats, since what is remembered here does not grow with the archive.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad
     */
    public void eventsOfDays(DeletedUsers deleted, Consumer<Event> sink) throws IOException {
        List<EventsOfDay> days = EventsOfDay.listed(archive);
        int done = 0;
        for (EventsOfDay day : days) {
            deletedEvents += day.read(archive, deleted, log, sink);
            progress.report("reading the archive", ++done, days.size(), "days");
        }
    }

    /**
     * Reads all events like {@link #eventsOfDays}, several days at a time, a batch for each.
     *
     * @param times which times are plausible; the other events are left out
     * @return how many were left out
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad
     */
    public ReadReport.Outside batches(DeletedUsers deleted, LogTimes times, Workers workers, Consumer<EventBatch> sink)
            throws IOException {
        List<EventsOfDay> days = EventsOfDay.listed(archive);
        ReadReport.Outside[] outside = {ReadReport.Outside.NONE};
        int[] done = {0};
        workers.each(days, new EventsOfDay.Reading(archive, deleted, times), day -> {
            log.add(day.report());
            deletedEvents += day.deleted();
            outside[0] = outside[0].plus(day.outside());
            sink.accept(day.events());
            progress.report("reading the archive", ++done[0], days.size(), "days");
        });
        return outside[0];
    }

    /** Number of events of deleted users so far. */
    public long deletedEvents() {
        return deletedEvents;
    }

    /** The rows read so far. */
    public ReadReport soFar() {
        return log.soFar();
    }

    /**
     * Reads what the shop said about items, oldest day first. A line holds all that is said of its item by then, and may come twice.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read
     */
    public void items(Consumer<CatalogueItem> sink) throws IOException {
        for (Map.Entry<LocalDate, List<String>> day :
                archive.partitions(Archive.ITEMS).entrySet()) {
            archive.readAll(
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
}
