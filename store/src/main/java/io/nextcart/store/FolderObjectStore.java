package io.nextcart.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.FileFault;
import io.nextcart.data.OutFile;
import io.nextcart.data.Sha256;
import io.nextcart.data.SyncedFolders;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Objects as files below one folder. A write goes to a hidden file, is synced, then renamed into place, and the folders
 * are synced; a lock on the file {@code .lock} serialises the writes of all processes. A link stays, and its target is
 * written. The tag is the SHA-256 of the bytes. Names that start with a dot belong to the store and are never listed.
 */
public final class FolderObjectStore implements ObjectStore {
    /** A file lock works only between processes; the threads of this one wait here, by folder. */
    private static final ConcurrentMap<Path, ReentrantLock> THREAD_LOCKS = new ConcurrentHashMap<>();

    private final Path root;

    /** A store in a folder, which the first write creates. */
    public FolderObjectStore(Path root) {
        this.root = requireNonNull(root, "root is null").toAbsolutePath().normalize();
    }

    @Override
    public Optional<Tagged> get(String key) throws IOException {
        try {
            byte[] bytes = Files.readAllBytes(file(key));
            return Optional.of(new Tagged(bytes, Sha256.hex(bytes)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> etag(String key) throws IOException {
        try {
            return Optional.of(Sha256.hex(file(key)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public void download(String key, Path target) throws IOException {
        Path source = file(key);
        Path partial = partial(target.toAbsolutePath());
        try {
            Files.copy(source, partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    @Override
    public void upload(String key, Path file) throws IOException {
        write(key, partial -> Files.copy(file, partial), () -> true);
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        write(key, partial -> Files.write(partial, bytes), () -> true);
    }

    @Override
    public void delete(String key) throws IOException {
        Path target = file(key);
        if (Files.exists(target)) {
            locked(() -> {
                boolean deleted = Files.deleteIfExists(target);
                SyncedFolders.sync(folderOf(target));
                return deleted;
            });
        }
    }

    @Override
    public boolean putIf(String key, byte[] bytes, Optional<String> expectedEtag) throws IOException {
        return write(
                key, partial -> Files.write(partial, bytes), () -> etag(key).equals(expectedEtag));
    }

    @Override
    public Optional<Instant> writtenAt(String key) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(file(key)).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads folders in ascending order, as S3 lists: if an object is written before one with a lower key is deleted, at
     * least one of them is listed.
     */
    @Override
    public List<String> list(String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        list(root, "", prefix, keys);
        return keys;
    }

    private static void list(Path folder, String above, String prefix, List<String> keys) throws IOException {
        TreeMap<String, Path> children = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Files.isDirectory(entry)) {
                    children.put(name + "/", entry);
                } else if (!name.startsWith(".")) {
                    children.put(name, entry);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException e) {
            return; // there is no store yet
        }
        for (Map.Entry<String, Path> child : children.entrySet()) {
            String key = above + child.getKey();
            boolean isFolder = key.endsWith("/");
            if (isFolder && (key.startsWith(prefix) || prefix.startsWith(key))) {
                list(child.getValue(), key, prefix, keys);
            } else if (!isFolder && key.startsWith(prefix)) {
                keys.add(key);
            }
        }
    }

    @Override
    public String location() {
        return root.toString();
    }

    private interface Content {
        void writeTo(Path partial) throws IOException;
    }

    private interface Step {
        boolean run() throws IOException;
    }

    /**
     * Writes an object to its place; a failed write leaves nothing behind.
     *
     * @param condition evaluated under the lock; when false, nothing changes
     */
    private boolean write(String key, Content content, Step condition) throws IOException {
        Path target = OutFile.place(file(key));
        Path partial = partial(target);
        try {
            SyncedFolders.create(folderOf(target));
            try {
                content.writeTo(partial);
                syncFile(partial);
                return locked(() -> condition.run() && replace(partial, target));
            } finally {
                Files.deleteIfExists(partial);
            }
        } catch (IOException e) {
            throw new IOException(target + ": cannot be written: " + FileFault.describe(e), e);
        }
    }

    private boolean locked(Step step) throws IOException {
        ReentrantLock threads = THREAD_LOCKS.computeIfAbsent(root.toRealPath(), path -> new ReentrantLock());
        threads.lock();
        try (FileChannel channel =
                FileChannel.open(root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // held until the channel closes
            return step.run();
        } finally {
            threads.unlock();
        }
    }

    private Path file(String key) {
        return root.resolve(ObjectKey.require(key));
    }

    private static Path folderOf(Path below) {
        return requireNonNull(below.getParent(), "it lies below the root");
    }

    private static Path partial(Path target) {
        return target.resolveSibling("." + UUID.randomUUID() + ".partial");
    }

    private boolean replace(Path partial, Path target) throws IOException {
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = folderOf(target);
        SyncedFolders.sync(folder);
        Path top = root.toRealPath(); // as the target's
        while (folder.startsWith(top) && !folder.equals(top)) {
            folder = folderOf(folder); // another process may have created it and not synced it yet
            SyncedFolders.sync(folder);
        }
        return true;
    }

    /** Waits until the disk has a file's bytes; Windows syncs what is open for writing alone. */
    private static void syncFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
