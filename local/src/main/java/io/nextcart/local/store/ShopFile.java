package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.OutFile;
import io.nextcart.data.SyncedFolders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * The single file of a shop's stores, by H2's MVStore. A change is synced to the disk before its call returns, and is
 * there after a kill or a power cut ({@link SealedFile}); concurrent calls share one write. After a failed write, such as on a full disk, the next call reopens the file. The
 * bytes of deleted data stay in the file until their space is reused.
 */
public final class ShopFile implements Closeable {
    /** Its name, in the folder of a server's data. */
    public static final String NAME = "events.mv";

    private static final Set<Integer> DAMAGE = Set.of(
            DataUtils.ERROR_FILE_CORRUPT,
            DataUtils.ERROR_CHUNK_NOT_FOUND,
            DataUtils.ERROR_BLOCK_NOT_FOUND,
            DataUtils.ERROR_READING_FAILED);
    /** The version and code that H2 puts behind its messages. */
    private static final Pattern LIBRARY = Pattern.compile(" \\[[0-9.]+/[0-9]+]$");

    private final Path path;
    private final String files;
    private volatile OpenFile file;
    private volatile boolean closed;

    private ShopFile(Path path, String files, OpenFile file) {
        this.path = path;
        this.files = files;
        this.file = file;
    }

    /**
     * Opens the file; only one process at a time can.
     *
     * @param path created when missing, with its folders
     * @throws io.nextcart.data.BadInputException when it is a folder, a pipe or a device
     * @throws IOException when another process has it open, it is damaged or not an event store, or the disk fails
     */
    public static ShopFile open(Path path) throws IOException {
        return open(path, "");
    }

    /** The same, through H2's file system of a name such as {@code cut:}, with which a test comes between. */
    static ShopFile open(Path path, String files) throws IOException {
        requireNonNull(path, "path is null");
        SyncedFolders.create(requireNonNull(path.toAbsolutePath().getParent(), "a file lies in a folder"));
        Path place = OutFile.place(path);
        ShopFile opened = new ShopFile(path, files, openFile(place, files, false));
        SyncedFolders.sync(requireNonNull(place.getParent(), "a file lies in a folder"));
        return opened;
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

    /** {@link OpenFile#change}. */
    <T> T change(Function<Maps, T> change) throws IOException {
        return use(opened -> opened.change(change));
    }

    /** {@link OpenFile#read}. */
    <T> T read(Function<Maps, T> read) throws IOException {
        return use(opened -> opened.read(read));
    }

    /** {@link OpenFile#readTogether}. */
    <T> T readTogether(Function<Maps, T> read) throws IOException {
        return use(opened -> opened.readTogether(read));
    }

    private <T> T use(Function<OpenFile, T> use) throws IOException {
        try {
            return use.apply(opened());
        } catch (RuntimeException e) {
            throw failed(path, "cannot be used", e);
        }
    }

    private OpenFile opened() throws IOException {
        OpenFile now = file;
        if (!now.isClosed()) {
            return now;
        }
        synchronized (this) {
            if (closed) {
                throw new IOException(path + ": the event store is closed");
            }
            if (file.isClosed()) {
                file = openFile(path, files, false);
            }
            return file;
        }
    }

    /** Opens a file, with the fault of one that cannot be opened in words for people. */
    static OpenFile openFile(Path path, String files, boolean readOnly) throws IOException {
        try {
            return new OpenFile(path, files, readOnly);
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

    /** The exception for a fault of the file, without the words of H2, which are about its own parts. */
    static IOException failed(Path path, String what, RuntimeException e) {
        Throwable deepest = e;
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            deepest = cause;
        }
        boolean damaged = deepest instanceof MVStoreException fault && DAMAGE.contains(fault.getErrorCode());
        return new IOException(
                path + ": " + what + ": " + (damaged ? damage(path) : firstLine(deepest.getMessage())), e);
    }

    private static String damage(Path path) {
        return FileHeader.read(path).fields().isEmpty()
                ? "it is not an event store of Nextcart, or its beginning is damaged; choose another folder, or restore a backup"
                : OpenFile.DAMAGED;
    }

    private static String firstLine(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.isEmpty() ? "no reason given" : LIBRARY.matcher(line).replaceFirst("");
    }
}
