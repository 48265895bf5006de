package io.nextcart.training.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFolderTest {
    @TempDir
    private Path parent;

    /** Creates a folder with a file in it, prints its path, and waits to be killed. */
    static final class Maker {
        public static void main(String[] args) throws Exception {
            TemporaryFolder folder = TemporaryFolder.create(Path.of(args[0]), "");
            Files.writeString(
                    Files.createDirectory(folder.path().resolve("deep")).resolve("file"), "of a killed run");
            System.out.println(folder.path());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    @Test
    void whatAKilledProcessLeftIsDeletedAndWhatALivingOneHasIsNot() throws Exception {
        Process killed = maker();
        Path left = Path.of(killed.inputReader().readLine());
        killed.destroyForcibly().waitFor();
        assertThat(left.resolve("deep/file")).exists();
        Path foreign = Files.createDirectory(parent.resolve("nextcart-of-somebody"));
        Process living = maker();
        try (TemporaryFolder own = TemporaryFolder.create(parent, "")) {
            Path kept = Path.of(living.inputReader().readLine());
            try (TemporaryFolder second = TemporaryFolder.create(parent, "")) {
                assertThat(left).doesNotExist();
                assertThat(kept.resolve("deep/file")).exists();
                assertThat(own.path()).isDirectory();
                assertThat(second.path()).isDirectory();
                assertThat(foreign).isDirectory();
            }
        } finally {
            living.destroyForcibly().waitFor();
        }
    }

    @Test
    void aSecondOneHereLeavesTheFirstLockedForOthers() throws Exception {
        try (TemporaryFolder first = TemporaryFolder.create(parent, "");
                TemporaryFolder second = TemporaryFolder.create(parent, "")) {
            Process other = maker();
            try {
                assertThat(other.inputReader().readLine()).isNotNull();
                assertThat(first.path()).isDirectory();
                assertThat(second.path()).isDirectory();
            } finally {
                other.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void aStoreInTheSameFolderIsNotTakenForWhatAKilledProcessLeft() throws IOException {
        Path store = parent.resolve("nextcart-store");
        new FolderObjectStore(store).put("models/current.json", new byte[1]);
        assertThat(store.resolve(".lock")).isRegularFile();
        try (TemporaryFolder folder = TemporaryFolder.create(parent, "")) {
            assertThat(folder.path()).isDirectory();
        }
        assertThat(store.resolve("models/current.json")).exists();
    }

    @Test
    void itIsGoneWhenItIsClosed() throws IOException {
        Path path;
        try (TemporaryFolder folder = TemporaryFolder.create(parent, "")) {
            path = folder.path();
            Files.writeString(path.resolve("file"), "");
        }
        assertThat(path).doesNotExist();
    }

    private Process maker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Maker.class.getName(),
                        parent.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
