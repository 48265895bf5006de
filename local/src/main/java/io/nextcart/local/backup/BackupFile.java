package io.nextcart.local.backup;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.document.BackupManifest;
import io.nextcart.store.document.DamagedDocumentException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A file that {@link Backup} wrote. Opening it checks its names: none leads out of a folder. */
final class BackupFile implements Closeable {
    /** Room for a million files; a larger manifest, such as one that unpacks to gigabytes, is damaged. */
    private static final int LARGEST_MANIFEST_BYTES = 256 << 20;

    private final Path path;
    private final ZipFile zip;
    private final BackupManifest manifest;
    private long done;

    private BackupFile(Path path, ZipFile zip) throws IOException {
        this.path = path;
        this.zip = zip;
        this.manifest = readManifest();
        requireListed();
        manifest.files().keySet().forEach(this::requirePlain);
    }

    /**
     * Opens a backup.
     *
     * @throws BadInputException when it is not a backup, is cut off, or a newer release wrote it
     * @throws IOException when it cannot be read
     */
    static BackupFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            throw new BadInputException(
                    path + ": " + (Files.exists(path) ? "is not a file" : "no such file") + ", expected a backup");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException | EOFException e) {
            throw new BadInputException(path + ": is not a backup, or is cut off", e);
        }
        try {
            return new BackupFile(path, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    BackupManifest manifest() {
        return manifest;
    }

    /**
     * Reads every file and compares it with the manifest.
     *
     * @throws BadInputException when one is damaged
     */
    void verify(Progress progress) throws IOException {
        for (String name : manifest.files().keySet()) {
            copy(name, OutputStream.nullOutputStream(), "checking", progress);
        }
        done = 0;
    }

    /** Copies a file out of the backup. */
    void unpack(String name, OutputStream target, Progress progress) throws IOException {
        copy(name, target, "unpacking", progress);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private void copy(String name, OutputStream target, String stage, Progress progress) throws IOException {
        BackupManifest.Entry expected = manifest.files().get(name);
        if (expected == null) {
            throw new IllegalArgumentException("the backup has no file " + name);
        }
        Measured copied = new Measured(target, bytes -> {
            done += bytes;
            progress.report(stage, done, Math.max(done, manifest.sizeBytes()), "bytes");
        });
        try (InputStream in = zip.getInputStream(zip.getEntry(name))) {
            in.transferTo(copied);
        } catch (ZipException | EOFException e) {
            throw damaged(name);
        }
        if (!copied.entry(expected.writtenAtMs()).equals(expected)) {
            throw damaged(name);
        }
    }

    private BackupManifest readManifest() throws IOException {
        ZipEntry entry = zip.getEntry(BackupManifest.FILE);
        if (entry == null) {
            throw new BadInputException(path + ": is not a backup, it holds no " + BackupManifest.FILE);
        }
        byte[] json;
        try (InputStream in = zip.getInputStream(entry)) {
            json = in.readNBytes(LARGEST_MANIFEST_BYTES);
        } catch (ZipException | EOFException e) {
            throw damaged(BackupManifest.FILE);
        }
        CRC32 crc = new CRC32();
        crc.update(json);
        if (crc.getValue() != entry.getCrc()) {
            throw damaged(BackupManifest.FILE);
        }
        try {
            return BackupManifest.read(json, path.toString());
        } catch (DamagedDocumentException e) {
            throw new BadInputException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Checks that the manifest lists exactly the files that are there. */
    private void requireListed() {
        Set<String> names = new TreeSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!names.add(entry.getName())) {
                throw new BadInputException(path + ": holds " + entry.getName() + " twice");
            }
        }
        names.remove(BackupManifest.FILE);
        for (String name : manifest.files().keySet()) {
            if (!names.remove(name)) {
                throw new BadInputException(path + ": lacks " + name + ", which its manifest lists");
            }
        }
        for (String name : names) {
            throw new BadInputException(path + ": holds " + name + ", which its manifest does not list");
        }
    }

    private void requirePlain(String name) {
        if (!isPlain(name)) {
            throw new BadInputException(path + ": holds the name '" + name + "', expected one of a shop's files");
        }
    }

    /** Whether a name stays in one of a shop's folders, and is not hidden. */
    static boolean isPlain(String name) {
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.startsWith(".") || segment.chars().anyMatch(c -> c < ' ' || c == '\\')) {
                return false;
            }
        }
        return name.equals(Backup.DATA + ShopFile.NAME)
                || ShopPlaces.OF_STORE.stream().anyMatch(prefix -> name.startsWith(Backup.STORE + prefix))
                || ShopPlaces.OF_ARCHIVE.stream().anyMatch(prefix -> name.startsWith(Backup.ARCHIVE + prefix));
    }

    private BadInputException damaged(String name) {
        return new BadInputException(path + ": " + name + " is damaged");
    }
}
