package io.nextcart.training;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for temporary files that is gone when it is closed. */
record WorkFolder(Path path) implements Closeable {
    /** Makes a new one in an existing folder. */
    static WorkFolder create(Path parent) throws IOException {
        return new WorkFolder(Files.createTempDirectory(parent, "retrain-").toAbsolutePath());
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(path)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }
}
