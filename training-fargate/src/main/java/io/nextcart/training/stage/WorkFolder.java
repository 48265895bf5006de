package io.nextcart.training.stage;

import io.nextcart.data.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A training's own folder inside one that may hold anything else. It is deleted when closed; the next training deletes
 * those of killed ones. Only one training at a time may work in a parent; its lock ends with its process.
 */
public final class WorkFolder implements Closeable {
    private static final String NAME = ".training";
    private static final String LOCK = ".training.lock";

    private final Path path;
    private final FileChannel channel;

    private WorkFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
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
        FileChannel channel =
                FileChannel.open(parent.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!Folders.tryLock(channel)) {
                throw new BadInputException("work folder " + parent
                        + " is in use by another training, expected one training at a time in a folder");
            }
            Folders.delete(path);
            Files.createDirectory(path);
            return new WorkFolder(path, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
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
            channel.close();
        }
    }
}
