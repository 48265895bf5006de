package io.nextcart.training.publish;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.store.LostRaceException;
import io.nextcart.store.ObjectKey;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts a finished bundle into service. Its files go to {@code models/<version>/}, then its manifest, and last {@link
 * Current#KEY}, on condition that it has not changed since the training started. A failure before that last write
 * leaves the service unchanged.
 */
public final class BundlePublisher {
    private static final String STAGE = "publishing";

    private final ObjectStore store;
    private final Clock clock;

    public BundlePublisher(ObjectStore store, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What served when a training started.
     *
     * @param current empty before the first publication
     * @param etag the tag of that document
     */
    public record Base(Optional<Current> current, Optional<String> etag) {}

    /**
     * Reads what serves. Call it when a training starts, so that only one of two concurrent trainings publishes.
     *
     * @throws io.nextcart.store.document.BundleException when the document is damaged
     */
    public Base base() throws IOException {
        Optional<ObjectSource.Tagged> document = store.get(Current.KEY);
        if (document.isEmpty()) {
            return new Base(Optional.empty(), Optional.empty());
        }
        Current current = Current.read(document.get().bytes(), store.location() + "/" + Current.KEY);
        return new Base(Optional.of(current), Optional.of(document.get().etag()));
    }

    /**
     * Stores a bundle without putting it into service. Its manifest comes last, so that no reader sees a partial
     * bundle. When a write fails, as on a full disk, what was written is deleted as far as possible.
     *
     * @param folder regular files only, {@link Manifest#FILE} among them
     * @param version as from {@link BundleVersion#of}
     * @throws IOException with one line that names the file or key and the fault
     */
    public void store(Path folder, String version, Progress progress) throws IOException {
        List<Path> files = filesInOrder(folder);
        String prefix = ObjectKey.require("models/" + version) + "/";
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        long done = 0;
        progress.report(STAGE, 0, total, "bytes");
        for (Path file : files) {
            long sizeBytes = Files.size(file);
            try {
                store.upload(prefix + file.getFileName(), file);
            } catch (IOException e) {
                remove(prefix, files, e);
                throw e;
            }
            done += sizeBytes;
            progress.report(STAGE, done, total, "bytes");
        }
    }

    /** Deletes the files of a bundle, its manifest first: a write that failed may have had its effect. */
    private void remove(String prefix, List<Path> files, IOException cause) {
        for (int i = files.size() - 1; i >= 0; i--) {
            try {
                store.delete(prefix + files.get(i).getFileName());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /**
     * Publishes a bundle as the champion; a trial against the old champion ends.
     *
     * @param folder regular files only, {@link Manifest#FILE} among them
     * @param version as from {@link BundleVersion#of}
     * @param base as from {@link #base()} when the training started
     * @return what serves from now on
     * @throws LostRaceException when another publication came between
     * @throws IOException with one line that names the file or key and the fault; the service is unchanged
     */
    public Current publish(Path folder, String version, Base base, Progress progress) throws IOException {
        store(folder, version, progress);
        String previous = base.current().map(Current::champion).orElse(null);
        Current current = new Current(version, null, 0, previous, clock.millis());
        if (!store.putIf(Current.KEY, current.toJson(), base.etag())) {
            throw new LostRaceException(store.location() + "/" + Current.KEY
                    + ": another training published while this one ran; " + version
                    + " is stored but not in service: train again to judge it against the new model");
        }
        return current;
    }

    /**
     * Stores the report of a model that is not stored itself.
     *
     * @return its place in the store
     */
    public String leaveReport(Path report, String version) throws IOException {
        String key = RunRecord.reportKey(version);
        store.upload(key, report);
        return store.location() + "/" + key;
    }

    private static List<Path> filesInOrder(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        Path manifest = null;
        for (Path file : BundleVersion.files(folder)) {
            if (!Files.isRegularFile(file)
                    || !ObjectKey.isSegment(file.getFileName().toString())) {
                throw new IOException(file + ": cannot be part of a bundle, expected only plain files");
            }
            if (file.getFileName().toString().equals(Manifest.FILE)) {
                manifest = file;
            } else {
                files.add(file);
            }
        }
        if (manifest == null || files.isEmpty()) {
            throw new IOException(folder + ": not a bundle, expected " + Manifest.FILE + " and the files it lists");
        }
        files.add(manifest);
        return files;
    }
}
