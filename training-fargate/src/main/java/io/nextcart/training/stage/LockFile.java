package io.nextcart.training.stage;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A locked file: one holder at a time, among all threads and processes. The lock ends when it is closed, or with its
 * process. POSIX ends a process's lock of a file when it closes any channel of that file, so what this process holds is
 * remembered, and never opened a second time.
 */
final class LockFile implements Closeable {
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Locks a file; empty when this process or another holds the lock.
     *
     * @param file in an existing folder; created when missing, and never deleted here
     */
    static Optional<LockFile> tryLock(Path file) throws IOException {
        Path folder = requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a folder");
        Path real = folder.toRealPath().resolve(requireNonNull(file.getFileName(), "a file has a name"));
        if (!HELD.add(real)) {
            return Optional.empty();
        }
        boolean locked = false;
        FileChannel channel = null;
        try {
            channel = FileChannel.open(real, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            locked = channel.tryLock() != null;
            return locked ? Optional.of(new LockFile(real, channel)) : Optional.empty();
        } finally {
            if (!locked) {
                release(real, channel);
            }
        }
    }

    @Override
    public void close() throws IOException {
        release(file, channel);
    }

    private static void release(Path file, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD.remove(file);
        }
    }
}
