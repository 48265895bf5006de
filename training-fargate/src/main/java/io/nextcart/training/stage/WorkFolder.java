package io.nextcart.training.stage;

import io.nextcart.data.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A training's own folder inside one that may hold anything else. It is deleted when closed; the next training deletes
 * those of killed ones. Only one training at a time may work in a parent; its lock ends with its process.
 */
public final class WorkFolder implements Closeable {
    private static final String NAME = ".training";
    private static final String LOCK = ".training.lock";

    private final Path path;
    private final LockFile lock;

    private WorkFolder(Path path, LockFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates an empty folder.
     *
     * @param parent created when missing
     * @throws BadInputException when the parent is a file, or another training works in it
     */
    public static WorkFolder in(Path parent) throws IOException {
        Optional<Path> obstacle = Folders.obstacle(parent);
        if (obstacle.isPresent()) {
            throw new BadInputException(
                    "work folder " + parent + ": " + obstacle.get() + " is a file, expected a folder");
        }
        Files.createDirectories(parent);
        Path path = parent.resolve(NAME).toAbsolutePath();
        LockFile lock = LockFile.tryLock(parent.resolve(LOCK))
                .orElseThrow(() -> new BadInputException("work folder " + parent
                        + " is in use by another training, expected one training at a time in a folder"));
        try {
            Folders.delete(path);
            Files.createDirectory(path);
            return new WorkFolder(path, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        try {
            Folders.delete(path);
        } finally {
            lock.close();
        }
    }
}
