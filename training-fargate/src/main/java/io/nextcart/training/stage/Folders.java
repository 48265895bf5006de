package io.nextcart.training.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Folders of a training's own files. */
public final class Folders {
    private static final int TRIES = 20;
    private static final long PAUSE_MS = 50;

    private Folders() {}

    /** A file at this path or above it, where a folder should be. */
    public static Optional<Path> obstacle(Path folder) {
        Path place = folder.toAbsolutePath().normalize();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        return place == null || Files.isDirectory(place) ? Optional.empty() : Optional.of(place);
    }

    /**
     * Deletes a folder with its content, if it exists. A child of a killed training may write to it for a moment
     * longer.
     *
     * @throws IOException when some of its content cannot be deleted
     */
    public static void delete(Path folder) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                deleteOnce(folder);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
                try {
                    Thread.sleep(PAUSE_MS);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw e;
                }
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
