package io.nextcart.training.archive;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.data.log.ReadReport;
import io.nextcart.data.log.RecordLog;
import io.nextcart.store.ObjectSource.Tagged;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Replaces objects by one that holds their lines. The protocol, on a store with atomic writes and listings in ascending
 * order of keys, such as S3:
 *
 * <ol>
 *   <li>Read the listed objects. If one is gone, another compaction is running: stop.
 *   <li>Write their lines under a name that never had other content ({@link Whole}), one generation above the newest of
 *       them, unless the object exists already.
 *   <li>Delete exactly the keys that were read.
 * </ol>
 *
 * <p><b>Nothing is lost</b>, whichever process writes, compacts or is killed at any step: an object is deleted only when one
 * of a higher generation exists that holds all its lines, that one only for one of a still higher generation, and
 * generations are finite; so every line is in some object at any time, except lines of deleted users. An object that
 * arrives between listing and deleting has another name, since the archive Lambda derives names from content: the same
 * name again means the same lines, which readers recognise as repeats and the next compaction takes up. For objects of
 * other writers, whose names say nothing, checking the tag before deleting reduces the risk; not every S3-compatible
 * store can delete by tag.
 *
 * <p><b>A reader</b> that no longer finds an object lists again and reads the new objects. It misses nothing, as the
 * new object existed before the old ones were deleted and its name comes after theirs in a listing. It counts no event
 * twice, as {@link SeenEvents} recognises repeats wherever a day is not one whole object.
 */
final class Rewriting {
    private final Archive archive;
    private final double maxBadRows;

    /** @param maxBadRows tolerated share of bad rows of the objects read together; they are left out */
    Rewriting(Archive archive, double maxBadRows) {
        this.archive = requireNonNull(archive, "archive is null");
        this.maxBadRows = maxBadRows;
    }

    /**
     * The result of a replacement.
     *
     * @param key of the one object that holds the lines now; empty when there is none, or another compaction is running
     * @param changed whether there was anything to do
     * @param badRows rows that could not be read
     */
    record Outcome(Optional<String> key, boolean changed, long badRows) {}

    /**
     * Replaces the objects.
     *
     * @param day of the new object, not before any of theirs
     * @param keys one or more, in the order of reading
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad: nothing was
     *     changed
     * @throws IOException when the store fails; may be repeated
     */
    Outcome replace(String folder, LocalDate day, List<String> keys, Lines lines) throws IOException {
        RecordLog log = archive.log(maxBadRows, Progress.NONE);
        Map<String, String> tags = new LinkedHashMap<>();
        for (String key : keys) {
            Optional<Tagged> object = archive.get(key);
            if (object.isEmpty()) {
                return new Outcome(Optional.empty(), false, 0);
            }
            tags.put(key, object.get().etag());
            lines.take(log, object.get().bytes(), archive.place(key));
        }
        ReadReport report = log.end();
        byte[] bytes = Lines.bytes(lines);
        if (Whole.are(keys, bytes)) {
            return new Outcome(Optional.of(keys.get(0)), false, report.badRows());
        }
        Optional<String> whole = Optional.empty();
        if (bytes.length > 0) {
            whole = Optional.of(Whole.key(folder, day, keys, bytes));
            archive.create(whole.get(), gzip(bytes));
        }
        for (Map.Entry<String, String> old : tags.entrySet()) {
            archive.delete(old.getKey(), old.getValue());
        }
        return new Outcome(whole, true, report.badRows());
    }

    private static byte[] gzip(byte[] lines) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(lines);
        }
        return bytes.toByteArray();
    }
}
