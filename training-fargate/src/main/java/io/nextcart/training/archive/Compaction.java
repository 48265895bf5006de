package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.engine.bundle.ObjectSource.Tagged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Rewrites old days of events as one object each, sorted, without repeats and without who was forgotten. The new object is
 * written before the old ones go, so that whoever reads meanwhile, or after a crash at any point, finds every event once or
 * twice; what comes late is taken up by the next run. One day is held in memory.
 */
public final class Compaction {
    /** So many days keep their objects as they came: most of what is late comes in this time. */
    public static final int YOUNG_DAYS = 2;

    private static final String STATE = "events/compaction.txt";
    private static final String PREFIX = "compact-";
    private static final int NAME_BYTES = 16;
    /** Events of one shopper and millisecond stay in the order of their arrival. */
    private static final Comparator<Event> ORDER =
            Comparator.comparingLong(Event::timestampMs).thenComparing(Event::userId);

    private final Archive archive;
    private final double maxBadRows;
    private final LocalDate firstYoung;
    private final Progress progress;

    /**
     * @param maxBadRows share of bad rows of a day that is tolerated; they are left out
     * @param clock tells today
     */
    public Compaction(Archive archive, double maxBadRows, Clock clock, Progress progress) {
        this.archive = requireNonNull(archive, "archive is null");
        this.maxBadRows = maxBadRows;
        this.firstYoung = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(YOUNG_DAYS);
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * What a compaction did.
     *
     * @param days rewritten
     * @param objects of these days before
     * @param repeats events that were there more than once
     * @param forgotten events of shoppers who were forgotten
     * @param badRows rows that were no events
     */
    public record Result(int days, int objects, long repeats, long forgotten, long badRows) {}

    /** Whether it is an object that this class wrote. */
    static boolean isCompact(String key) {
        return key.substring(key.lastIndexOf('/') + 1).startsWith(PREFIX);
    }

    /**
     * Runs it. To run it again, also after a crash, does no harm.
     *
     * @throws io.nextcart.data.BadInputException when an object cannot be read; days before it are done
     * @throws IOException when the store fails
     */
    public Result run() throws IOException {
        Forgotten forgotten = new ArchiveReader(archive, maxBadRows, progress).forgotten();
        byte[] state = forgotten.digest().getBytes(StandardCharsets.UTF_8);
        boolean knownToAll = archive.get(STATE)
                .filter(done -> Arrays.equals(done.bytes(), state))
                .isPresent();
        Map<LocalDate, List<String>> days = archive.partitions(Archive.EVENTS).headMap(firstYoung);
        Result sum = new Result(0, 0, 0, 0, 0);
        int done = 0;
        for (Map.Entry<LocalDate, List<String>> day : days.entrySet()) {
            List<String> keys = day.getValue();
            boolean settled = knownToAll && keys.size() == 1 && isCompact(keys.get(0));
            sum = settled ? sum : rewrite(day.getKey(), keys, forgotten, sum);
            progress.report("compacting the log of record", ++done, days.size(), "days");
        }
        if (!knownToAll) {
            archive.put(STATE, state);
        }
        return sum;
    }

    private Result rewrite(LocalDate day, List<String> keys, Forgotten forgotten, Result before) throws IOException {
        RecordLog log = archive.log(maxBadRows, Progress.NONE);
        Map<String, String> tags = new TreeMap<>();
        Map<String, Event> events = new LinkedHashMap<>();
        long[] dropped = new long[2];
        for (String key : keys) {
            Optional<Tagged> object = archive.get(key);
            if (object.isEmpty()) {
                return before; // another compaction is at work on this day
            }
            tags.put(key, object.get().etag());
            log.events(object.get().bytes(), Archive.name(key), event -> {
                if (forgotten.covers(event)) {
                    dropped[0]++;
                } else if (events.putIfAbsent(ArchiveReader.same(event), event) != null) {
                    dropped[1]++;
                }
            });
        }
        ReadReport report = log.end();
        String whole = "";
        if (!events.isEmpty()) {
            byte[] lines = lines(events.values().stream().sorted(ORDER).toList());
            whole = "events/dt=" + day + "/" + PREFIX + name(lines) + ".ndjson.gz";
            if (!tags.containsKey(whole)) {
                archive.put(whole, gzip(lines));
            }
        }
        boolean changed = !tags.keySet().equals(Set.of(whole));
        for (Map.Entry<String, String> old : tags.entrySet()) {
            if (!old.getKey().equals(whole)) {
                archive.delete(old.getKey(), old.getValue());
            }
        }
        return new Result(
                before.days() + (changed ? 1 : 0),
                before.objects() + (changed ? keys.size() : 0),
                before.repeats() + dropped[1],
                before.forgotten() + dropped[0],
                before.badRows() + report.badRows());
    }

    private static byte[] lines(List<Event> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(bytes)) {
            for (Event event : events) {
                writer.write(event);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(lines);
        }
        return bytes.toByteArray();
    }

    private static String name(byte[] lines) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(lines);
            return HexFormat.of().formatHex(digest, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
