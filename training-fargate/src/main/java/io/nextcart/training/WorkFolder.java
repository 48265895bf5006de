package io.nextcart.training;

import io.nextcart.training.stage.FolderLock;
import io.nextcart.training.stage.Folders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A training's own folder. A temporary one is gone when it is closed. A kept one is found again by a run of the same inputs, and is
 * gone when it is closed after {@link #finished}.
 */
final class WorkFolder implements Closeable {
    private static final Pattern KEPT = Pattern.compile("training-[0-9a-f]{16}");
    private static final String LOCK = ".training.lock";
    private static final String SCRATCH = "scratch";

    private final Path path;
    private final @Nullable FolderLock lock;
    private boolean doomed;

    private WorkFolder(Path path, @Nullable FolderLock lock) throws IOException {
        this.path = path;
        this.lock = lock;
        this.doomed = lock == null;
        Folders.delete(path.resolve(SCRATCH));
        Files.createDirectories(path.resolve(SCRATCH));
    }

    /** Makes a new one in an existing folder. */
    static WorkFolder temporary(Path parent) throws IOException {
        return new WorkFolder(Files.createTempDirectory(parent, "retrain-").toAbsolutePath(), null);
    }

    /**
     * Finds or makes the one of some inputs in an existing folder, and deletes those of other inputs there: they were left by trainings
     * that nobody took up again.
     *
     * @param fingerprint of the inputs, 64 hexadecimal digits
     * @throws io.nextcart.data.BadInputException when another training is at work in the same folder
     */
    static WorkFolder kept(Path parent, String fingerprint) throws IOException {
        FolderLock lock = FolderLock.take(parent, LOCK);
        try {
            Path own =
                    parent.resolve("training-" + fingerprint.substring(0, 16)).toAbsolutePath();
            for (Path other : Folders.entries(parent)) {
                if (KEPT.matcher(other.getFileName().toString()).matches()
                        && !other.getFileName().equals(own.getFileName())) {
                    Folders.delete(other);
                }
            }
            return new WorkFolder(own, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The folder. */
    Path path() {
        return path;
    }

    /** A folder in it for what no later run needs; empty at the start. */
    Path scratch() {
        return path.resolve(SCRATCH);
    }

    /** Whether a later run may find it. */
    boolean isKept() {
        return lock != null;
    }

    /** The training came to its end: nothing of it is needed again. */
    void finished() {
        doomed = true;
    }

    @Override
    public void close() throws IOException {
        try {
            if (doomed) {
                Folders.delete(path);
            }
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }
}
