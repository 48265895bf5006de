package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.ObjectStore;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Keeps what was counted of a trial from one look to the next: {@code trials/<challenger>.counts}, until the trial ends. Nothing
 * depends on it but time: when it is missing, damaged, of another trial, or counts somebody who is forgotten since, the look counts
 * from the start. It is written whole, so that of two looks at once the last one's stands.
 *
 * <p>Big-endian: {@link #MAGIC} (8), the trial's start in ms (8), the bits of its share (8), champion (UTF); objects with their bad
 * rows; the counts of {@link TrialCount}; CRC32C of all before (8). Of shoppers it holds hashes with the challenger's name, no
 * ids.
 */
final class CountFile {
    private static final long MAGIC = 0x4e43_434f_554e_5431L; // NCCOUNT1
    private static final int BUFFER_BYTES = 1 << 16;

    private final ObjectStore store;

    CountFile(ObjectStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    private static String key(String challenger) {
        return "trials/" + challenger + ".counts";
    }

    /**
     * What is to be gone on from: what earlier looks counted, or nothing.
     *
     * @throws IOException when the store fails
     */
    Counted read(Trial trial, long nowMs, Set<String> forgotten) throws IOException {
        Path file = Files.createTempFile("trial", ".counts");
        try {
            store.download(key(trial.challenger()), file);
            Counted counted = empty(trial, nowMs, forgotten);
            return goOnFrom(file, trial, counted) ? counted : empty(trial, nowMs, forgotten);
        } catch (NoSuchFileException e) {
            return empty(trial, nowMs, forgotten); // the first look
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static Counted empty(Trial trial, long nowMs, Set<String> forgotten) {
        Assignment assignment = new Assignment(trial.challenger(), trial.share());
        return new Counted(new TrialCount(assignment, trial.champion(), trial.startedMs(), nowMs, forgotten));
    }

    private boolean goOnFrom(Path file, Trial trial, Counted counted) {
        CRC32C crc = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES), crc))) {
            boolean same = in.readLong() == MAGIC
                    && in.readLong() == trial.startedMs()
                    && in.readLong() == Double.doubleToLongBits(trial.share())
                    && in.readUTF().equals(trial.champion());
            if (!same || !counted.goOnFrom(in)) {
                return false;
            }
            long expected = crc.getValue();
            if (in.readLong() != expected) {
                throw new IOException("the checksum is another");
            }
            return true;
        } catch (IOException e) {
            System.getLogger(CountFile.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            store.location() + "/" + key(trial.challenger())
                                    + " cannot be used, counting from the start",
                            e);
            return false;
        }
    }

    /** Keeps it for the next look. */
    void write(Trial trial, Counted counted) throws IOException {
        Path file = Files.createTempFile("trial", ".counts");
        try {
            CRC32C crc = new CRC32C();
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    new CheckedOutputStream(Files.newOutputStream(file), crc), BUFFER_BYTES))) {
                out.writeLong(MAGIC);
                out.writeLong(trial.startedMs());
                out.writeLong(Double.doubleToLongBits(trial.share()));
                out.writeUTF(trial.champion());
                counted.write(out);
                out.flush();
                out.writeLong(crc.getValue());
            }
            store.upload(key(trial.challenger()), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Removes it, if there is one: the trial is over. */
    void delete(String challenger) throws IOException {
        store.delete(key(challenger));
    }
}
