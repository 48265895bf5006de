package io.nextcart.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    @TempDir
    private Path parent;

    /** Works in a folder for a moment, or prints why it may not. */
    static final class Other {
        public static void main(String[] args) throws IOException {
            try (WorkFolder work = WorkFolder.in(Path.of(args[0]))) {
                System.out.println("worked in " + work.path());
            } catch (BadInputException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void aRefusalHereLeavesTheParentLockedForOthers() throws Exception {
        try (WorkFolder work = WorkFolder.in(parent)) {
            assertThatThrownBy(() -> WorkFolder.in(parent)).isInstanceOf(BadInputException.class);
            Process other = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            Other.class.getName(),
                            parent.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(other.inputReader().readLine()).contains("is in use by another training");
            assertThat(other.waitFor()).isZero();
            assertThat(work.path()).isDirectory();
        }
    }

    @Test
    void itIsGoneWhenItIsClosedAndNothingElseIs() throws IOException {
        Path mine = Files.writeString(parent.resolve("mine.txt"), "mine");
        Path path;
        try (WorkFolder work = WorkFolder.in(parent)) {
            path = work.path();
            Files.writeString(Files.createDirectory(path.resolve("tables")).resolve("items.tbl"), "x");
        }
        assertThat(path).doesNotExist();
        assertThat(mine).hasContent("mine");
    }

    @Test
    void whatAKilledTrainingLeftIsDeleted() throws IOException {
        Path path;
        try (WorkFolder work = WorkFolder.in(parent)) {
            path = work.path();
        }
        Files.writeString(Files.createDirectories(path.resolve("tables")).resolve("items.tbl"), "x");
        try (WorkFolder work = WorkFolder.in(parent)) {
            assertThat(work.path()).isEqualTo(path).isEmptyDirectory();
        }
    }

    @Test
    void twoTrainingsDoNotShareAParent() throws IOException {
        try (WorkFolder work = WorkFolder.in(parent)) {
            Files.writeString(work.path().resolve("file"), "x");
            assertThatThrownBy(() -> WorkFolder.in(parent))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is in use by another training");
            assertThat(work.path().resolve("file")).exists();
        }
        WorkFolder.in(parent).close();
    }

    @Test
    void aFileIsNotAPlaceForIt() throws IOException {
        Path file = Files.writeString(parent.resolve("users.txt"), "u\n");
        assertThatThrownBy(() -> WorkFolder.in(file.resolve("work")))
                .isInstanceOf(BadInputException.class)
                .hasMessage("work folder " + file.resolve("work") + ": " + file + " is a file, expected a folder");
    }

    @Test
    void aFolderThatCannotBeMadeReleasesTheParent() throws IOException {
        Path other = parent.resolve("other");
        Files.createDirectories(other.resolve(".training.lock"));
        assertThatThrownBy(() -> WorkFolder.in(other)).isInstanceOf(IOException.class);

        Files.delete(other.resolve(".training.lock"));
        WorkFolder.in(other).close();
    }
}
