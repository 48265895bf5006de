package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.LogTimes;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.training.sql.Workers;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The events of one day of the archive, which are read by themselves: an event that comes twice has both copies in one
 * day, or counts as two.
 *
 * @param day their folder
 * @param keys of the day's objects, in the order of reading
 */
record EventsOfDay(LocalDate day, List<String> keys) implements Serializable {
    EventsOfDay {
        requireNonNull(day, "day is null");
        keys = List.copyOf(keys);
    }

    /** The days of an archive, oldest first. */
    static List<EventsOfDay> listed(Archive archive) throws IOException {
        return archive.partitions(Archive.EVENTS).entrySet().stream()
                .map(day -> new EventsOfDay(day.getKey(), day.getValue()))
                .toList();
    }

    /**
     * Reads the events, each once, without those of deleted users.
     *
     * @return the number of events of deleted users
     * @throws io.nextcart.data.BadInputException when an object cannot be read
     */
    long read(Archive archive, DeletedUsers deleted, RecordLog log, Consumer<Event> sink) throws IOException {
        Wanted wanted = new Wanted(deleted, sink);
        List<String> listed = keys;
        if (Whole.are(listed)) {
            Optional<Tagged> whole = archive.get(listed.get(0));
            if (whole.isPresent()) {
                // A whole object holds no event twice.
                log.archived(whole.get().bytes(), archive.place(listed.get(0)), wanted::take);
                return wanted.covered;
            }
            listed = archive.partition(Archive.EVENTS, day);
        }
        SeenEvents seen = new SeenEvents();
        archive.readAll(
                listed,
                () -> archive.partition(Archive.EVENTS, day),
                (object, key) -> log.archived(object, archive.place(key), line -> wanted.takeOnce(line, seen)));
        return wanted.covered;
    }

    private static final class Wanted {
        private final DeletedUsers deleted;
        private final Consumer<Event> sink;
        private long covered;

        Wanted(DeletedUsers deleted, Consumer<Event> sink) {
            this.deleted = deleted;
            this.sink = sink;
        }

        void take(ArchivedEvent line) {
            if (is(line)) {
                sink.accept(line.event());
            }
        }

        void takeOnce(ArchivedEvent line, SeenEvents seen) {
            if (is(line) && seen.add(line.event())) {
                sink.accept(line.event());
            }
        }

        private boolean is(ArchivedEvent line) {
            boolean isCovered = deleted.covers(line);
            covered += isCovered ? 1 : 0;
            return !isCovered;
        }
    }

    /**
     * What a day holds.
     *
     * @param events with plausible times, of users who are not deleted
     * @param report the rows, good and bad
     * @param outside events with implausible times
     * @param deleted number of events of deleted users
     */
    record Read(EventBatch events, ReadReport report, ReadReport.Outside outside, long deleted)
            implements Serializable {}

    /** Reads a day, wherever the archive is reached. */
    record Reading(Archive archive, DeletedUsers deleted, LogTimes times) implements Workers.Work<EventsOfDay, Read> {
        @Override
        public Read on(EventsOfDay day) throws IOException {
            RecordLog log = archive.log(1, Progress.NONE); // whether too many are bad is decided over all days
            EventBatch.Builder events = new EventBatch.Builder();
            PlausibleEvents plausible = new PlausibleEvents(times, events::add);
            long covered = day.read(archive, deleted, log, plausible);
            return new Read(events.build(), log.soFar(), plausible.outside(), covered);
        }
    }
}
