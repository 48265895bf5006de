package io.nextcart.local.backup;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.data.SyncedFolders;
import io.nextcart.data.WholeFile;
import io.nextcart.local.store.ShopContents;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.ObjectSource.Tagged;
import io.nextcart.store.document.BackupManifest;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a local shop to one file: a ZIP of {@code data/events.mv}, {@code store/…} and {@code archive/…}, with the
 * {@link BackupManifest} as its last entry. No server can run meanwhile, as the shop's file is held open.
 *
 * <p>Trainings, the pipeline and compactions may run. The pointer to the model in service is read first, and what it
 * names is whole by then. When a compaction has replaced an object, the archive is listed again, so that no event is
 * missed; some may come twice, which readers of an archive recognise.
 */
public final class Backup {
    static final String DATA = "data/";
    static final String STORE = "store/";
    static final String ARCHIVE = "archive/";

    private final ShopPlaces places;
    private final Progress progress;
    private final Map<String, BackupManifest.Entry> files = new TreeMap<>();
    private long done;
    private long total;

    /** A backup of a shop; {@link #write} it once. */
    public Backup(ShopPlaces places, Progress progress) {
        this.places = requireNonNull(places, "places is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * Writes the backup. The file appears only when it is complete, and on the disk.
     *
     * @param out its name must not end in {@code .gz}
     * @return what it holds
     * @throws BadInputException when there is no such shop
     * @throws DamagedDocumentException when a model that serves is not whole
     * @throws IOException when a server runs, or the disk fails
     */
    public BackupManifest write(Path out, Clock clock) throws IOException {
        try (ShopContents shop = ShopContents.open(places.shopFile());
                WholeFile file = new WholeFile(out)) {
            BackupManifest manifest;
            try (ZipOutputStream zip = new ZipOutputStream(file.stream())) {
                zip.setLevel(Deflater.BEST_SPEED); // most files are compressed already
                manifest = write(zip, shop, clock.millis());
            }
            try (FileChannel written = FileChannel.open(file.partial(), StandardOpenOption.WRITE)) {
                written.force(true);
            }
            file.commit();
            SyncedFolders.sync(requireNonNull(out.toAbsolutePath().getParent(), "a file lies in a folder"));
            return manifest;
        }
    }

    private BackupManifest write(ZipOutputStream zip, ShopContents shop, long nowMs) throws IOException {
        FolderObjectStore store = new FolderObjectStore(places.store());
        Tagged pointer = store.get(Current.KEY).orElse(null);
        Current current = pointer == null ? null : Current.read(pointer.bytes(), store.location() + "/" + Current.KEY);
        total = Files.size(places.shopFile());
        copyAll(zip, STORE, places.store(), ShopPlaces.OF_STORE);
        if (places.archive() != null) {
            copyAll(zip, ARCHIVE, places.archive(), ShopPlaces.OF_ARCHIVE);
        }
        if (pointer != null && current != null) {
            requireWhole(store, current.champion());
            requireWhole(store, current.challenger());
            add(zip, STORE + Current.KEY, nowMs, entry -> entry.write(pointer.bytes()));
        }
        long events = shop.storedEvents();
        int deletedUsers = shop.deletedUsers().size();
        add(zip, DATA + ShopFile.NAME, nowMs, shop::copyTo);
        String model = current == null ? null : current.champion();
        BackupManifest manifest = new BackupManifest(nowMs, model, events, deletedUsers, files);
        zip.putNextEntry(new ZipEntry(BackupManifest.FILE));
        zip.write(manifest.toJson());
        return manifest;
    }

    /** Copies the objects of a folder, but for the pointer, until a listing holds no others. */
    private void copyAll(ZipOutputStream zip, String into, Path folder, List<String> prefixes) throws IOException {
        boolean gone = true;
        while (gone) {
            gone = false;
            for (String key : others(folder, prefixes, into)) {
                gone |= !copy(zip, into + key, folder.resolve(key));
            }
        }
    }

    /** The keys of a folder that are not copied yet. */
    private List<String> others(Path folder, List<String> prefixes, String into) throws IOException {
        List<String> keys = new ArrayList<>();
        for (String prefix : prefixes) {
            keys.addAll(new FolderObjectStore(folder).list(prefix));
        }
        keys.removeIf(
                key -> key.equals(Current.KEY) || files.containsKey(into + key) || !BackupFile.isPlain(into + key));
        for (String key : keys) {
            total += folder.resolve(key).toFile().length();
        }
        return keys;
    }

    /** Copies a file; returns false when it is gone. */
    private boolean copy(ZipOutputStream zip, String name, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            long writtenAtMs = Files.getLastModifiedTime(file).toMillis();
            add(zip, name, writtenAtMs, in::transferTo);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private interface Content {
        void writeTo(OutputStream entry) throws IOException;
    }

    private void add(ZipOutputStream zip, String name, long writtenAtMs, Content content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Measured entry = new Measured(zip, bytes -> {
            done += bytes;
            progress.report("backing up", done, Math.max(done, total), "bytes");
        });
        content.writeTo(entry);
        zip.closeEntry();
        files.put(name, entry.entry(writtenAtMs));
    }

    /** Checks that the backup holds a version as its manifest says. */
    private void requireWhole(FolderObjectStore store, @Nullable String version) throws IOException {
        if (version == null) {
            return;
        }
        String folder = "models/" + version + "/";
        String place = store.location() + "/" + folder;
        Tagged json = store.get(folder + Manifest.FILE)
                .orElseThrow(() -> new DamagedDocumentException(place + Manifest.FILE + ": no such object, but "
                        + Current.KEY + " names it; put another version into service with nextcart models rollback"));
        for (Map.Entry<String, Manifest.Entry> file : Manifest.parse(json.bytes(), place + Manifest.FILE, version)
                .files()
                .entrySet()) {
            BackupManifest.Entry copied = files.get(STORE + folder + file.getKey());
            if (copied == null || !copied.sha256().equals(file.getValue().sha256())) {
                throw new DamagedDocumentException(place + file.getKey() + ": "
                        + (copied == null ? "no such object" : "damaged")
                        + ", but its model serves; put another version into service with nextcart models rollback");
            }
        }
    }
}
