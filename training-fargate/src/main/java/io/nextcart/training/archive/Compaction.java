package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Rewrites the old part of the archive as few objects: one for each day of events and of items, one for all tombstones.
 * Events are sorted, without repeats and without those of deleted users ({@link Lines}). It may be killed, repeated and
 * run concurrently: {@link Rewriting} has the protocol. The next run takes up what comes late. Holds one day in memory,
 * and all tombstones.
 */
public final class Compaction {
    /** The newest days keep their original objects: most late events arrive within this time. */
    public static final int YOUNG_DAYS = 2;

    /** Days of events that are kept: all. */
    public static final int ALL_DAYS = 0;

    /** Most days of events that can be named. */
    public static final int MOST_DAYS = 36_500;

    private final Archive archive;
    private final double maxBadRows;
    private final int keepDays;
    private final Clock clock;
    private final LocalDate firstYoung;
    private final Progress progress;
    private final Rewriting rewriting;

    /** Keeps all days. */
    public Compaction(Archive archive, double maxBadRows, Clock clock, Progress progress) {
        this(archive, maxBadRows, ALL_DAYS, clock, progress);
    }

    /**
     * @param maxBadRows tolerated share of bad rows of a day; they are left out
     * @param keepDays events of earlier days than this many days before today are deleted: 1–{@value #MOST_DAYS}, or {@link #ALL_DAYS}
     * @param clock gives the present day
     */
    public Compaction(Archive archive, double maxBadRows, int keepDays, Clock clock, Progress progress) {
        if (keepDays < 0 || keepDays > MOST_DAYS) {
            throw new IllegalArgumentException("keepDays is " + keepDays + ", expected 0 to " + MOST_DAYS);
        }
        this.keepDays = keepDays;
        this.archive = requireNonNull(archive, "archive is null");
        this.maxBadRows = maxBadRows;
        this.clock = requireNonNull(clock, "clock is null");
        this.firstYoung = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(YOUNG_DAYS);
        this.progress = requireNonNull(progress, "progress is null");
        this.rewriting = new Rewriting(archive, maxBadRows);
    }

    /**
     * The result of a compaction.
     *
     * @param days rewritten days of events and of items; all tombstones are one more
     * @param objects their objects before
     * @param repeats lines dropped because another says the same
     * @param deleted events of deleted users
     * @param badRows rows that could not be read
     * @param expired days of events that are older than the archive keeps, and were deleted
     */
    public record Result(int days, int objects, long repeats, long deleted, long badRows, int expired) {
        Result(int days, int objects, long repeats, long deleted, long badRows) {
            this(days, objects, repeats, deleted, badRows, 0);
        }

        private Result with(List<String> keys, Lines lines, long covered, Rewriting.Outcome outcome) {
            return outcome.changed()
                    ? new Result(
                            days + 1,
                            objects + keys.size(),
                            repeats + lines.repeats(),
                            deleted + covered,
                            badRows + outcome.badRows(),
                            expired)
                    : this;
        }
    }

    /**
     * Runs the compaction. It may be repeated safely, also after a crash.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read; earlier days are done
     * @throws IOException when the store fails
     */
    public Result run() throws IOException {
        DeletedUsers deleted = new ArchiveReader(archive, maxBadRows, clock, progress).deleted();
        return items(events(deleted, tombstones(new Result(0, 0, 0, 0, 0, expire()))));
    }

    /** Deletes the days of events that are not kept, and returns their number. */
    private int expire() throws IOException {
        if (keepDays == ALL_DAYS) {
            return 0;
        }
        LocalDate first = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(keepDays);
        SortedMap<LocalDate, List<String>> expired =
                archive.partitions(Archive.EVENTS).headMap(first);
        for (List<String> keys : expired.values()) {
            for (String key : keys) {
                archive.delete(key);
            }
        }
        return expired.size();
    }

    private Result tombstones(Result before) throws IOException {
        SortedMap<LocalDate, List<String>> days = old(Archive.TOMBSTONES);
        List<String> keys = days.values().stream().flatMap(List::stream).toList();
        if (keys.isEmpty() || Whole.are(keys)) {
            return before;
        }
        Lines.Tombstones lines = new Lines.Tombstones();
        return before.with(keys, lines, 0, rewriting.replace(Archive.TOMBSTONES, days.lastKey(), keys, lines));
    }

    private Result events(DeletedUsers deleted, Result before) throws IOException {
        KnownClean clean = KnownClean.read(archive, deleted);
        Result sum = before;
        SortedMap<LocalDate, List<String>> days = old(Archive.EVENTS);
        int done = 0;
        for (Map.Entry<LocalDate, List<String>> day : days.entrySet()) {
            List<String> keys = day.getValue();
            if (Whole.are(keys) && clean.holds(keys.get(0))) {
                clean.add(keys.get(0));
            } else {
                Lines.Events lines = new Lines.Events(deleted);
                Rewriting.Outcome outcome = rewriting.replace(Archive.EVENTS, day.getKey(), keys, lines);
                outcome.key().ifPresent(clean::add);
                sum = sum.with(keys, lines, lines.covered(), outcome);
            }
            progress.report("compacting the archive", ++done, days.size(), "days");
        }
        clean.write();
        return sum;
    }

    private Result items(Result before) throws IOException {
        Result sum = before;
        SortedMap<LocalDate, List<String>> days = old(Archive.ITEMS);
        int done = 0;
        for (Map.Entry<LocalDate, List<String>> day : days.entrySet()) {
            List<String> keys = day.getValue();
            if (!Whole.are(keys)) {
                Lines.Items lines = new Lines.Items();
                sum = sum.with(keys, lines, 0, rewriting.replace(Archive.ITEMS, day.getKey(), keys, lines));
            }
            progress.report("compacting what the shop said about items", ++done, days.size(), "days");
        }
        return sum;
    }

    /** All days before the newest ones; without days of the future, which come from wrong clocks. */
    private SortedMap<LocalDate, List<String>> old(String folder) throws IOException {
        SortedMap<LocalDate, List<String>> days = archive.partitions(folder);
        days.subMap(firstYoung, firstYoung.plusDays(YOUNG_DAYS + 2)).clear();
        return days;
    }
}
