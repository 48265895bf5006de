package io.nextcart.local.backup;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.data.WholeFile;
import io.nextcart.local.store.ShopFile;
import io.nextcart.store.document.BackupManifest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;

/**
 * Puts a {@link Backup} back into empty places. Every byte of it is checked before the first is written. Files go to
 * temporary folders, are synced, and then moved to their places within milliseconds, those of the models last: a
 * failure leaves nothing, and a process killed before those moves only temporary folders.
 */
public final class Restore {
    private final ShopPlaces places;
    private final Progress progress;

    /** @param places the archive may be the store's folder; none is not allowed */
    public Restore(ShopPlaces places, Progress progress) {
        this.places = requireNonNull(places, "places is null");
        this.progress = requireNonNull(progress, "progress is null");
        requireNonNull(places.archive(), "archive is null");
    }

    /**
     * Restores a backup.
     *
     * @return what it held
     * @throws BadInputException when the file is not a whole backup, or a place is not empty
     * @throws IOException when the disk fails
     */
    public BackupManifest from(Path file) throws IOException {
        try (BackupFile backup = BackupFile.open(file)) {
            requireEmpty();
            backup.verify(progress);
            unpack(backup);
            return backup.manifest();
        }
    }

    private void requireEmpty() throws IOException {
        FilledFolder.requireEmpty("--store", places.store());
        FilledFolder.requireEmpty("--archive", archive());
        if (Files.exists(places.shopFile())) {
            throw new BadInputException("--data " + places.data() + ": holds the events of a shop (" + ShopFile.NAME
                    + "), expected a folder without");
        }
    }

    private Path archive() {
        return requireNonNull(places.archive(), "checked by the constructor");
    }

    private void unpack(BackupFile backup) throws IOException {
        try (FilledFolder archive = new FilledFolder(archive().toAbsolutePath());
                FilledFolder data = new FilledFolder(places.data().toAbsolutePath());
                FilledFolder store = new FilledFolder(places.store().toAbsolutePath())) {
            Map<String, FilledFolder> folders = Map.of(Backup.ARCHIVE, archive, Backup.DATA, data, Backup.STORE, store);
            for (String name : backup.manifest().files().keySet()) {
                int root = name.indexOf('/') + 1;
                FilledFolder folder = requireNonNull(folders.get(name.substring(0, root)), "names are checked");
                unpack(backup, name, folder.staged(name.substring(root)));
            }
            move(archive, ShopPlaces.OF_ARCHIVE);
            move(data, List.of(ShopFile.NAME));
            move(store, ShopPlaces.OF_STORE);
            List<FilledFolder> filled = List.of(archive, data, store);
            for (FilledFolder folder : filled) {
                folder.sync();
            }
            filled.forEach(FilledFolder::keep);
        }
    }

    private static void move(FilledFolder folder, List<String> prefixes) throws IOException {
        for (String prefix : prefixes) {
            folder.move(prefix.replace("/", ""));
        }
    }

    private void unpack(BackupFile backup, String name, Path target) throws IOException {
        Files.createDirectories(requireNonNull(target.getParent(), "a file lies in a folder"));
        try (FileChannel file = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file))) {
            backup.unpack(name, out, progress);
            out.flush();
            file.force(true);
        } catch (IOException e) {
            throw WholeFile.named(target, e);
        }
        BackupManifest.Entry entry = requireNonNull(backup.manifest().files().get(name), "it is listed");
        Files.setLastModifiedTime(target, FileTime.fromMillis(entry.writtenAtMs()));
    }
}
