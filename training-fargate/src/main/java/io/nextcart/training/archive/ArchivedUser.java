package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.document.JsonFields;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that an archive holds about one user, also what no training reads any more: lines that a tombstone covers, until
 * a compaction drops them.
 *
 * @param lines by time, each once
 * @param covered those of the lines that the user's deletion covers
 * @param deletedAtMs when the user was last deleted, milliseconds since the epoch; null for never
 * @param report the rows that were searched; an unreadable one may be of any user
 */
public record ArchivedUser(
        List<ArchivedEvent> lines,
        Set<ArchivedEvent> covered,
        @Nullable Long deletedAtMs,
        ReadReport report) {
    private static final Comparator<ArchivedEvent> BY_TIME =
            Comparator.comparingLong(line -> line.event().timestampMs());

    public ArchivedUser {
        requireNonNull(report, "report is null");
        lines = List.copyOf(lines);
        covered = Set.copyOf(covered);
    }

    /**
     * Searches a whole archive. Holds one object in memory, and what it finds.
     *
     * @param names the user's, such as the id and its pseudonym
     * @param maxBadRows tolerated share of unreadable rows, 0–1
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad
     */
    public static ArchivedUser find(Archive archive, Set<String> names, double maxBadRows, Progress progress)
            throws IOException {
        DeletedUsers deleted = new ArchiveReader(archive, maxBadRows, progress).deleted();
        RecordLog log = archive.log(maxBadRows, Progress.NONE);
        Set<ArchivedEvent> found = new LinkedHashSet<>();
        SortedMap<LocalDate, List<String>> days = archive.partitions(Archive.EVENTS);
        int done = 0;
        for (Map.Entry<LocalDate, List<String>> day : days.entrySet()) {
            archive.readAll(
                    day.getValue(),
                    () -> archive.partition(Archive.EVENTS, day.getKey()),
                    (object, key) -> log.archived(object, archive.place(key), line -> {
                        if (names.contains(line.event().userId().value())) {
                            found.add(line);
                        }
                    }));
            progress.report("searching the archive", ++done, days.size(), "days");
        }
        List<ArchivedEvent> lines = new ArrayList<>(found);
        lines.sort(BY_TIME);
        Set<ArchivedEvent> covered = new LinkedHashSet<>(lines);
        covered.removeIf(line -> !deleted.covers(line));
        Long deletedAtMs = names.stream()
                .map(name -> deleted.deletedAtMs(new UserId(name)))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new ArchivedUser(lines, covered, deletedAtMs, log.end());
    }

    /**
     * The user as a document for people.
     *
     * @param user the id that was asked for
     * @param archive where it was found
     * @param nowMs the present, milliseconds since the epoch
     */
    public JsonFields toJson(String user, String archive, long nowMs) {
        return new JsonFields()
                .put("user_id", user)
                .put("archive", archive)
                .putInstant("exported_at", nowMs)
                .putInstant("deleted_at", deletedAtMs)
                .put("rows_searched", report.rows())
                .put("rows_unreadable", report.badRows())
                .putAll("events", lines, this::toJson);
    }

    private JsonFields toJson(ArchivedEvent line) {
        Event event = line.event();
        boolean arrived = line.arrivedMs() != ArchivedEvent.UNKNOWN;
        return new JsonFields()
                .put("stored_as", event.userId().value())
                .putInstant("time", event.timestampMs())
                .put(event)
                .putUnlessNull(ArchivedEvent.ARRIVED_AT, arrived ? line.arrivedMs() : null)
                .putUnlessNull("deleted", covered.contains(line) ? true : null);
    }
}
