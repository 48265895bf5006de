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
 * Replaces objects by one that holds their lines. The protocol, on a store that writes an object whole or not at all and lists keys
 * upwards, such as S3:
 *
 * <ol>
 *   <li>Read the objects that were listed. When one is gone, another compaction is at work: leave it all.
 *   <li>Write their lines to a name that was never used for others ({@link Whole}), one generation above the newest of them, unless
 *       it is there already.
 *   <li>Delete exactly the keys that were read.
 * </ol>
 *
 * <p><b>Nothing is lost</b>, no matter who else writes, compacts or is killed at any step: an object goes only when one of a higher
 * generation is there that holds all its lines, that one goes only for one of a still higher generation, and generations end; so
 * every line is in some object at any time. Only lines of deleted users go without. What comes between listing and
 * deleting has another name, as a name of the archive Lambda tells the lines in it: the same name later is the same lines again, which
 * readers know for repeats and the next compaction takes up. For objects of other hands, whose names tell nothing, a look
 * at the tag before deleting guards a little; there is no delete by tag that every store of S3's kind knows.
 *
 * <p><b>A reader</b> that does not find an object any more lists again and reads what it has not read. It misses nothing, as the new
 * object was there before the old ones went and its name comes after theirs in a listing. It counts no event twice, as repeats
 * are told by {@link SeenEvents} wherever a day is not one whole object.
 */
final class Rewriting {
    private final Archive archive;
    private final double maxBadRows;

    /**
     * @param maxBadRows share of bad rows of what is read at once that is tolerated; they are left out
     */
    Rewriting(Archive archive, double maxBadRows) {
        this.archive = requireNonNull(archive, "archive is null");
        this.maxBadRows = maxBadRows;
    }

    /**
     * What came of it.
     *
     * @param key of the one object that holds the lines now; empty when there is none, or another compaction is at work
     * @param changed whether there was anything to do
     * @param badRows rows that could not be read
     */
    record Outcome(Optional<String> key, boolean changed, long badRows) {}

    /**
     * Replaces the objects.
     *
     * @param day where the new one goes, none of theirs is later
     * @param keys one or more, in the order of reading
     * @throws io.nextcart.data.BadInputException when an object cannot be read or too many rows are bad: nothing was changed
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
