package io.nextcart.training.stage;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A folder that is deleted when it is closed and, if possible, when the process is stopped earlier. Creating one
 * deletes those of killed processes: a lock ends with its process, however that ends.
 */
public final class TemporaryFolder implements Closeable {
    private static final String PREFIX = "nextcart-";
    private static final String LOCK = ".lock";

    private final Path path;
    private final FileChannel lock;
    private final Thread onExit = new Thread(this::deleteQuietly, "delete-temporary-files");

    private TemporaryFolder(Path path, FileChannel lock) {
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
            Path name = path.resolve(LOCK);
            FileChannel lock = FileChannel.open(name, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            if (Files.exists(name)) { // else another process deleted it as abandoned before it was locked
                deleteWhatWasLeft(parent, path);
                TemporaryFolder folder = new TemporaryFolder(path, lock);
                Runtime.getRuntime().addShutdownHook(folder.onExit);
                return folder;
            }
            lock.close();
        }
    }

    /** The system's temporary folder. */
    public static Path place() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
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
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (Folders.tryLock(channel)) {
                Folders.delete(folder);
            }
        } catch (AccessDeniedException e) {
            warn("temporary files are left in " + folder, e);
        }
    }

    private static void warn(String what, IOException e) {
        System.getLogger(TemporaryFolder.class.getName()).log(Level.WARNING, what + ": " + e.getMessage());
    }
}
