package io.nextcart.local.backup;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.SyncedFolders;
import io.nextcart.training.stage.Folders;
import io.nextcart.training.stage.TemporaryFolder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder that gets its content when all of it is there: it is written to a temporary folder inside, so on the same
 * disk, then moved. Until {@link #keep}, closing it removes what came, and the folders that were made for it. What a
 * killed process left in the temporary folder is deleted by the next.
 */
final class FilledFolder implements Closeable {
    private static final String KIND = "restore-";

    private final Path folder;
    private final List<Path> made = new ArrayList<>();
    private final List<Path> moved = new ArrayList<>();
    private final TemporaryFolder staged;
    private boolean kept;

    /** @param folder absolute; created when missing */
    FilledFolder(Path folder) throws IOException {
        this.folder = requireNonNull(folder, "folder is null");
        for (Path above = folder; above != null && Files.notExists(above); above = above.getParent()) {
            made.add(above);
        }
        try {
            SyncedFolders.create(folder);
            staged = TemporaryFolder.create(folder, KIND);
        } catch (IOException e) {
            deleteMade();
            throw e;
        }
    }

    /**
     * Checks that a folder is missing or empty, but for what a killed process left.
     *
     * @param option that names it, for messages
     * @throws BadInputException when it is not
     */
    static void requireEmpty(String option, Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(option + " " + folder + ": is a file, expected an empty folder");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (!TemporaryFolder.isNamed(entry, KIND)) {
                    throw new BadInputException(option + " " + folder + ": is not empty, expected an empty folder");
                }
            }
        }
    }

    /** Where a file of the folder lies until it is moved. */
    Path staged(String key) {
        return staged.path().resolve(key);
    }

    /** Moves a file or folder to its place, if it came. */
    void move(String name) throws IOException {
        Path place = folder.resolve(name);
        if (Files.exists(staged(name))) {
            Files.move(staged(name), place);
            moved.add(place);
        }
    }

    /** Waits until what was moved is on the disk. */
    void sync() throws IOException {
        for (Path each : moved) {
            SyncedFolders.syncAll(each);
        }
        SyncedFolders.sync(folder);
    }

    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        staged.close();
        if (!kept) {
            for (Path each : moved) {
                Folders.delete(each);
            }
            deleteMade();
        }
    }

    private void deleteMade() throws IOException {
        for (Path each : made) {
            try {
                Files.deleteIfExists(each);
            } catch (DirectoryNotEmptyException e) {
                return; // somebody else's
            }
        }
    }
}
