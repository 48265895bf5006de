package io.nextcart.local.cli;

import io.nextcart.training.stage.Folders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is deleted when it is closed, and if possible when the process is stopped before. */
final class TemporaryFolder implements Closeable {
    private final Path path;
    private final Thread onExit = new Thread(this::deleteQuietly, "delete-temporary-files");

    private TemporaryFolder(Path path) {
        this.path = path;
    }

    static TemporaryFolder create() throws IOException {
        Path parent = place();
        Files.createDirectories(parent);
        TemporaryFolder folder = new TemporaryFolder(Files.createTempDirectory(parent, "nextcart-"));
        Runtime.getRuntime().addShutdownHook(folder.onExit);
        return folder;
    }

    /** Where the system keeps temporary files. */
    static Path place() {
        return Path.of(System.getProperty("java.io.tmpdir", "."));
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        Folders.delete(path);
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the process is ending: the hook finds nothing
        }
    }

    private void deleteQuietly() {
        try {
            Folders.delete(path);
        } catch (IOException e) {
            System.err.println("nextcart: temporary files are left in " + path);
        }
    }
}
