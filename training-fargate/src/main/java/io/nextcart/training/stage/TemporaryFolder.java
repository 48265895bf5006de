package io.nextcart.training.stage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder that is deleted when it is closed and, if possible, when the process is stopped earlier. Creating one
 * deletes those of killed processes: a lock ends with its process, however that ends.
 */
public final class TemporaryFolder implements Closeable {
    private static final String PREFIX = "nextcart-";
    /** A name of its own: a store in the same folder has a file {@code .lock}. */
    private static final String LOCK = ".temporary";

    private final Path path;
    private final LockFile lock;
    private final Thread onExit = new Thread(this::deleteQuietly, "delete-temporary-files");

    private TemporaryFolder(Path path, LockFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates a folder in the system's temporary folder. */
    public static TemporaryFolder create() throws IOException {
        return create(place(), "");
    }

    /**
     * Creates a folder elsewhere.
     *
     * @param parent created when missing
     * @param kind a part of its name
     */
    public static TemporaryFolder create(Path parent, String kind) throws IOException {
        Files.createDirectories(parent);
        while (true) {
            Path path = Files.createTempDirectory(parent, PREFIX + kind);
            Optional<LockFile> lock = lock(path);
            if (lock.isPresent()) {
                deleteWhatWasLeft(parent, path);
                TemporaryFolder folder = new TemporaryFolder(path, lock.get());
                Runtime.getRuntime().addShutdownHook(folder.onExit);
                return folder;
            }
        }
    }

    /** The system's temporary folder. */
    public static Path place() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    /**
     * Whether a path has the name of such a folder, also of one that a killed process left.
     *
     * @param kind a part of its name
     */
    public static boolean isNamed(Path path, String kind) {
        return path.getFileName() != null && path.getFileName().toString().startsWith(PREFIX + kind);
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
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the process is ending: the hook deletes nothing
        }
    }

    private void deleteQuietly() {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            warn("temporary files are left in " + path, e);
        }
    }

    /** Empty when another creator took the new folder for a killed one's, between its creation and its lock. */
    private static Optional<LockFile> lock(Path path) throws IOException {
        try {
            Optional<LockFile> lock = LockFile.tryLock(path.resolve(LOCK));
            if (lock.isPresent() && Files.notExists(path.resolve(LOCK))) {
                lock.get().close();
                return Optional.empty();
            }
            return lock;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Deletes this user's folders that no process has locked. */
    private static void deleteWhatWasLeft(Path parent, Path own) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(own)
                        && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS)
                        && Files.getOwner(folder).equals(Files.getOwner(own))) {
                    deleteUnlessLocked(folder);
                }
            }
        } catch (NoSuchFileException e) {
            warn("another process deletes the same temporary files", e);
        }
    }

    private static void deleteUnlessLocked(Path folder) throws IOException {
        try {
            Optional<LockFile> lock = LockFile.tryLock(folder.resolve(LOCK));
            if (lock.isPresent()) {
                try {
                    Folders.delete(folder);
                } finally {
                    lock.get().close();
                }
            }
        } catch (AccessDeniedException e) {
            warn("temporary files are left in " + folder, e);
        }
    }

    private static void warn(String what, IOException e) {
        System.getLogger(TemporaryFolder.class.getName()).log(Level.WARNING, what + ": " + e.getMessage());
    }
}
