package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.SideBySide;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the archive, {@value #AT_ONCE} objects at a time. Objects that are compacted meanwhile are
 * found under their new names; the reader must remove duplicates.
 */
final class TrialLog {
    /** The suffix of event objects. */
    private static final String ENDING = ".ndjson.gz";

    private static final Pattern DAY = Pattern.compile("events/dt=(\\d{4}-\\d{2}-\\d{2})/.*");

    /** How many objects are in memory. */
    private static final int AT_ONCE = 16;
    /** How often a day is listed again because listed objects are gone. */
    private static final int LISTINGS = 5;

    private final ObjectStore archive;

    TrialLog(ObjectStore archive) {
        this.archive = requireNonNull(archive, "archive is null");
    }

    /** Counts the events of the archive, object by object. */
    interface Count {
        /** Whether an object was read before and need not be read again: an object never changes under its name. */
        boolean knows(String key);

        /** Counts an event of the present object. */
        void event(Event event);

        /**
         * Reports that the object was read to its end.
         *
         * @param bad number of its rows that are not events
         */
        void end(String key, long bad);
    }

    /** The UTC days with events. */
    NavigableSet<LocalDate> days() throws IOException {
        NavigableSet<LocalDate> days = new TreeSet<>();
        for (String key : archive.list("events/")) {
            Matcher day = DAY.matcher(key);
            if (day.matches()) {
                days.add(LocalDate.parse(day.group(1)));
            }
        }
        return days;
    }

    /**
     * The objects found.
     *
     * @param keys of the days' objects
     * @param unreadable those that cannot be read, or not to their end
     */
    record Listed(Set<String> keys, List<String> unreadable) {}

    /**
     * Deleted users.
     *
     * @param unreadable objects that may name more users
     */
    record Deleted(Set<String> users, List<String> unreadable) {}

    /** Counts the events of the UTC days from one moment to another, and some around them, except in known objects. */
    Listed events(long fromMs, long toMs, Count count) throws IOException {
        return events(day(fromMs).datesUntil(day(toMs).plusDays(1)).toList(), count);
    }

    /** Counts the events of some UTC days, except in known objects. */
    Listed events(Collection<LocalDate> days, Count count) throws IOException {
        Reader reader = (key, object) -> {
            RecordLog log = new RecordLog(key, 1, Progress.NONE);
            log.events(object, key, count::event);
            count.end(key, badRows(log.end()));
        };
        Reading reading = new Reading(reader, key -> !count.knows(key));
        for (LocalDate day : days) {
            reading.all("events/dt=" + day + "/");
        }
        return new Listed(reading.listed, List.copyOf(reading.unreadable));
    }

    private static long badRows(ReadReport report) throws IOException {
        if (report.rows() > 0 && report.badRows() == report.rows()) {
            throw new IOException(report.samples().get(0) + ", and neither is any other row");
        }
        return report.badRows();
    }

    /** The users deleted at a time or later, from the readable objects. */
    Deleted deletedSince(long fromMs) throws IOException {
        Set<String> users = new HashSet<>();
        Reader reader =
                (key, object) -> new RecordLog(key, 0, Progress.NONE).tombstones(object, key, (user, untilMs) -> {
                    if (untilMs >= fromMs) {
                        users.add(user.value());
                    }
                });
        Reading reading = new Reading(reader, key -> true);
        reading.all("tombstones/");
        return new Deleted(users, List.copyOf(reading.unreadable));
    }

    static LocalDate day(long timeMs) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(timeMs), ZoneOffset.UTC);
    }

    private interface Reader {
        void read(String key, byte[] object) throws IOException;
    }

    private final class Reading {
        private final Reader reader;
        private final Predicate<String> wanted;
        private final Set<String> listed = new HashSet<>();
        private final List<String> unreadable = new ArrayList<>();

        Reading(Reader reader, Predicate<String> wanted) {
            this.reader = reader;
            this.wanted = wanted;
        }

        void all(String prefix) throws IOException {
            boolean whole = false;
            for (int i = 0; i < LISTINGS && !whole; i++) {
                whole = read(archive.list(prefix).stream()
                        .filter(key -> key.endsWith(ENDING))
                        .filter(listed::add)
                        .filter(wanted)
                        .toList());
            }
            if (!whole) {
                throw new IOException(archive.location() + "/" + prefix
                        + ": objects vanish while they are read, expected them to stay for a while");
            }
        }

        /** Returns false when an object is gone. */
        private boolean read(List<String> keys) throws IOException {
            boolean whole = true;
            for (int from = 0; from < keys.size(); from += AT_ONCE) {
                List<String> some = keys.subList(from, Math.min(keys.size(), from + AT_ONCE));
                List<Optional<Tagged>> objects = SideBySide.read(some, archive::get);
                for (int i = 0; i < some.size(); i++) {
                    whole &= read(some.get(i), objects.get(i));
                }
            }
            return whole;
        }

        private boolean read(String key, Optional<Tagged> object) {
            if (object.isEmpty()) {
                return false;
            }
            try {
                reader.read(key, object.get().bytes());
            } catch (BadInputException | IOException e) {
                unreadable.add(key);
                System.getLogger(TrialLog.class.getName()).log(System.Logger.Level.ERROR, key + " is skipped", e);
            }
            return true;
        }
    }
}
