package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * Events in one file, by H2's MVStore. An event is synced to the disk before its call returns; calls that wait at the same
 * time share one write. After a failed write, such as on a full disk, the next call opens the file anew. The bytes of
 * deleted events stay in the file until their space is used again.
 */
public final class MvEventStore implements EventStore, Closeable {
    private final Path path;
    private volatile EventFile file;
    private volatile boolean closed;

    private MvEventStore(Path path, EventFile file) {
        this.path = path;
        this.file = file;
    }

    /**
     * Opens the file, which one process at a time may do.
     *
     * @param path created when missing, with its folders
     * @throws IOException when another process has it, it is damaged or no event store, or the disk fails
     */
    public static MvEventStore open(Path path) throws IOException {
        requireNonNull(path, "path is null");
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return new MvEventStore(path, openFile(path));
    }

    @Override
    public BitSet put(List<Event> events) throws IOException {
        if (events.size() > MAX_BATCH) {
            throw new IllegalArgumentException(events.size() + " events, expected at most " + MAX_BATCH);
        }
        return use(opened -> opened.put(events));
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        if (limit < 1 || limit > MAX_READ) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_READ);
        }
        return use(opened -> opened.last(user, limit));
    }

    @Override
    public int delete(UserId user) throws IOException {
        return use(opened -> opened.delete(user));
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closed = true;
            try {
                file.close();
            } catch (RuntimeException e) {
                throw failed(path, "cannot be closed", e);
            }
        }
    }

    private interface Use<T> {
        T of(EventFile file);
    }

    private <T> T use(Use<T> use) throws IOException {
        try {
            return use.of(opened());
        } catch (RuntimeException e) {
            throw failed(path, "cannot be used", e);
        }
    }

    private EventFile opened() throws IOException {
        EventFile now = file;
        if (!now.isClosed()) {
            return now;
        }
        synchronized (this) {
            if (closed) {
                throw new IOException(path + ": the event store is closed");
            }
            if (file.isClosed()) {
                file = openFile(path);
            }
            return file;
        }
    }

    private static EventFile openFile(Path path) throws IOException {
        try {
            return new EventFile(path);
        } catch (MVStoreException e) {
            if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
                throw new IOException(
                        path + ": another process has this event store open; stop it, or choose another folder", e);
            }
            throw failed(path, "cannot be opened as an event store", e);
        } catch (RuntimeException e) {
            throw failed(path, "cannot be opened as an event store", e);
        }
    }

    private static IOException failed(Path path, String what, RuntimeException e) {
        Throwable deepest = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        return new IOException(path + ": " + what + ": " + firstLine(deepest.getMessage()), e);
    }

    private static String firstLine(@Nullable String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("");
    }
}
