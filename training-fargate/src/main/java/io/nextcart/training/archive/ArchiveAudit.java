package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.Sha256;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.ObjectSource.Tagged;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Counts what an archive holds, and checks every object of events whose name has a hash of its lines. Holds one day in
 * memory.
 */
public final class ArchiveAudit {
    /** What the archive Lambda and a compaction write. */
    private static final Pattern HASHED =
            Pattern.compile(".*/(?:[0-9a-f]{8}-\\d+-([0-9a-f]{16})|whole-\\d{8}-([0-9a-f]{32}))\\.ndjson\\.gz");

    private static final int CHUNK_BYTES = 1 << 16;

    private final Archive archive;

    public ArchiveAudit(Archive archive) {
        this.archive = requireNonNull(archive, "archive is null");
    }

    /**
     * The lines of a day. Those that count are neither unreadable nor of deleted users nor repeats.
     *
     * @param lines all of them
     * @param unreadable lines that are not events
     * @param deleted lines of deleted users
     * @param repeats lines that say what another does
     * @param faults of objects and of unreadable lines, the first of each object; each with its place
     */
    public record Day(long lines, long unreadable, long deleted, long repeats, List<String> faults) {
        public Day {
            faults = List.copyOf(faults);
        }
    }

    /** Receives events. */
    public interface Sink {
        /** @param counts whether a training counts it; false for repeats and deleted users */
        void take(Event event, boolean counts);
    }

    /**
     * Reads the deleted users.
     *
     * @throws BadInputException when an object cannot be read
     */
    public DeletedUsers deleted() throws IOException {
        return new ArchiveReader(archive, 1, Progress.NONE).deleted();
    }

    /** The keys of all objects of events, by day. */
    public SortedMap<LocalDate, List<String>> days() throws IOException {
        return archive.partitions(Archive.EVENTS);
    }

    /**
     * Reads the objects of a day.
     *
     * @param keys as in {@link #days}
     * @throws IOException when one is gone, as after a compaction
     */
    public Day day(List<String> keys, DeletedUsers deleted, Sink sink) throws IOException {
        Tally tally = new Tally(deleted, sink);
        List<String> faults = new ArrayList<>();
        for (String key : keys) {
            Tagged object = archive.get(key)
                    .orElseThrow(() -> new IOException(
                            archive.place(key) + ": is gone; audit again when no compaction or training runs"));
            tally.read(object.bytes(), key, faults);
        }
        if (Whole.are(keys) && tally.repeats > 0) {
            faults.add(archive.place(keys.get(0)) + ": holds an event twice, and a training counts both");
        }
        return new Day(tally.lines, tally.unreadable, tally.covered, tally.repeats, faults);
    }

    private final class Tally {
        private final DeletedUsers deleted;
        private final Sink sink;
        private final SeenEvents seen = new SeenEvents();
        private long lines;
        private long unreadable;
        private long covered;
        private long repeats;

        Tally(DeletedUsers deleted, Sink sink) {
            this.deleted = deleted;
            this.sink = sink;
        }

        void read(byte[] object, String key, List<String> faults) {
            RecordLog log = archive.log(1, Progress.NONE);
            try {
                log.archived(object, archive.place(key), line -> {
                    boolean isDeleted = deleted.covers(line);
                    boolean isFirst = !isDeleted && seen.add(line.event());
                    covered += isDeleted ? 1 : 0;
                    repeats += isDeleted || isFirst ? 0 : 1;
                    sink.take(line.event(), isFirst);
                });
                if (!holdsItsLines(key, object)) {
                    faults.add(archive.place(key) + ": its lines are not those of its name");
                }
            } catch (BadInputException | IOException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
            ReadReport report = log.soFar();
            lines += report.rows();
            unreadable += report.badRows();
            if (report.badRows() > 0) {
                faults.add(report.samples().get(0).toString());
            }
        }
    }

    /** Whether an object has the lines that were hashed for its name; true for a name without a hash. */
    private static boolean holdsItsLines(String key, byte[] object) throws IOException {
        Matcher name = HASHED.matcher(key);
        if (!name.matches()) {
            return true;
        }
        Sha256 digest = new Sha256();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream lines = new GZIPInputStream(new ByteArrayInputStream(object), CHUNK_BYTES)) {
            for (int read = lines.read(chunk); read >= 0; read = lines.read(chunk)) {
                digest.add(chunk, 0, read);
            }
        }
        String hash = name.group(1) == null ? name.group(2) : name.group(1);
        return digest.hex().startsWith(hash);
    }
}
