package io.nextcart.training.stage;

import io.nextcart.data.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Keeps a folder for one training. The system lets go of it when the process ends, in whatever way. */
public final class FolderLock implements Closeable {
    private static final long LONGEST_MARK = 1 << 20;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @param folder exists
     * @param name of the lock's file, for there may be several
     * @throws BadInputException when another training has it
     */
    public static FolderLock take(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            // Whoever had it may have deleted the file after it was opened here: then this is a lock of nothing.
            if (channel.tryLock() != null && isStill(file, channel)) {
                return new FolderLock(file, channel);
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw taken(folder, e);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw taken(folder, null);
    }

    /**
     * Whether the file at the path is the one that was opened: a length given to one is seen at the other. It is not opened again: to
     * close any channel of a file lets go of a process's locks on it.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        long mark = ThreadLocalRandom.current().nextLong(1, LONGEST_MARK);
        channel.truncate(0).write(ByteBuffer.wrap(new byte[1]), mark - 1);
        try {
            return Files.size(file) == mark;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static BadInputException taken(Path folder, @Nullable Throwable cause) {
        String message =
                "work folder " + folder + " is in use by another training, expected one training at a time in a folder";
        return cause == null ? new BadInputException(message) : new BadInputException(message, cause);
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(file); // before the lock goes: afterwards it may be another's
        } finally {
            channel.close();
        }
    }
}
