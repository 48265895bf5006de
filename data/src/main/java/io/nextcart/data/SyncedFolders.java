package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands in folders after a power cut: POSIX promises that a name that was created, renamed or deleted is on the disk only
 * when its folder was synced.
 */
public final class SyncedFolders {
    private static final boolean CAN_SYNC = !System.getProperty("os.name", "").startsWith("Windows");

    private SyncedFolders() {}

    /** Creates a folder and those above it, where they are missing. */
    public static void create(Path folder) throws IOException {
        List<Path> missing = new ArrayList<>();
        Path above = folder.toAbsolutePath();
        while (above != null && Files.notExists(above)) {
            missing.add(above);
            above = above.getParent();
        }
        Files.createDirectories(folder);
        for (Path created : missing) {
            sync(requireNonNull(created.getParent(), "a root exists"));
        }
    }

    /** Waits until the disk has the names in a folder; Windows, which cannot open one, is not asked. */
    public static void sync(Path folder) throws IOException {
        if (CAN_SYNC) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Does so for a folder, unless it is a file, and all below it. */
    public static void syncAll(Path folder) throws IOException {
        List<Path> folders;
        try (Stream<Path> tree = Files.walk(folder)) {
            folders = tree.filter(Files::isDirectory).toList();
        }
        for (Path each : folders) {
            sync(each);
        }
    }
}
