package io.nextcart.training.stage;

import io.nextcart.data.BadInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a folder for one training. The system lets go of it when the process ends, in whatever way; the lock's file stays. */
public final class FolderLock implements Closeable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
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
        FileChannel channel =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
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

    private static BadInputException taken(Path folder, @Nullable Throwable cause) {
        String message =
                "work folder " + folder + " is in use by another training, expected one training at a time in a folder";
        return cause == null ? new BadInputException(message) : new BadInputException(message, cause);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
