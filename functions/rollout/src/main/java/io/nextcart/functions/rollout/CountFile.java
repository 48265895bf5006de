package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.trial.Assignment;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.TrialRecord;
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
 * Stores the counts of a trial between looks: {@code trials/<challenger>.counts}, until the trial ends. It only saves
 * time: if it is missing, damaged, of another trial or format, or counts a user deleted since, the look counts from the
 * start. It is written whole, so of two concurrent looks the last write wins.
 *
 * <p>Big-endian: {@link #MAGIC} (8), the trial's start in ms (8), the bits of its share (8) and of the control group's
 * (8), champion (UTF); the output of {@link TrialCount}; CRC32C of everything before (8). It holds no user ids, only
 * hashes of them with the challenger's name.
 */
final class CountFile {
    private static final long MAGIC = 0x4e43_434f_554e_5434L; // NCCOUNT4
    private static final int BUFFER_BYTES = 1 << 16;

    private final ObjectStore store;
    private final double controlShare;

    /** @param controlShare share of the users, 0–1, in the control group, and so in no trial */
    CountFile(ObjectStore store, double controlShare) {
        this.store = requireNonNull(store, "store is null");
        this.controlShare = controlShare;
    }

    private static String key(String challenger) {
        return TrialRecord.PREFIX + challenger + ".counts";
    }

    /**
     * The counts of earlier looks, or empty ones.
     *
     * @throws IOException when the store fails
     */
    TrialCount read(TrialRecord trial, long nowMs, Set<String> deleted) throws IOException {
        Path file = Files.createTempFile("trial", ".counts");
        try {
            store.download(key(trial.challenger()), file);
            TrialCount count = empty(trial, nowMs, deleted);
            return goOnFrom(file, trial, count) ? count : empty(trial, nowMs, deleted);
        } catch (NoSuchFileException e) {
            return empty(trial, nowMs, deleted); // the first look
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private TrialCount empty(TrialRecord trial, long nowMs, Set<String> deleted) {
        Assignment assignment = new Assignment(trial.challenger(), trial.share());
        return new TrialCount(
                assignment, Assignment.control(controlShare), trial.champion(), trial.startedMs(), nowMs, deleted);
    }

    private boolean goOnFrom(Path file, TrialRecord trial, TrialCount count) {
        CRC32C crc = new CRC32C();
        try (DataInputStream in = new DataInputStream(
                new CheckedInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES), crc))) {
            boolean same = in.readLong() == MAGIC
                    && in.readLong() == trial.startedMs()
                    && in.readLong() == Double.doubleToLongBits(trial.share())
                    && in.readLong() == Double.doubleToLongBits(controlShare)
                    && in.readUTF().equals(trial.champion());
            if (!same || !count.goOnFrom(in)) {
                return false;
            }
            long expected = crc.getValue();
            if (in.readLong() != expected) {
                throw new IOException("the checksum does not match");
            }
            return true;
        } catch (IOException e) {
            String place = store.location() + "/" + key(trial.challenger());
            System.getLogger(CountFile.class.getName())
                    .log(System.Logger.Level.WARNING, place + " cannot be used, counting from the start", e);
            return false;
        }
    }

    /** Stores the counts for the next look. */
    void write(TrialRecord trial, TrialCount count) throws IOException {
        Path file = Files.createTempFile("trial", ".counts");
        try {
            CRC32C crc = new CRC32C();
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    new CheckedOutputStream(Files.newOutputStream(file), crc), BUFFER_BYTES))) {
                out.writeLong(MAGIC);
                out.writeLong(trial.startedMs());
                out.writeLong(Double.doubleToLongBits(trial.share()));
                out.writeLong(Double.doubleToLongBits(controlShare));
                out.writeUTF(trial.champion());
                count.write(out);
                out.flush();
                out.writeLong(crc.getValue());
            }
            store.upload(key(trial.challenger()), file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Deletes the file, if there is one: the trial is over. */
    void delete(String challenger) throws IOException {
        store.delete(key(challenger));
    }
}
