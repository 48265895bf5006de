package io.nextcart.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    private static final String ONE = "1".repeat(64);
    private static final String OTHER = "2".repeat(64);

    @TempDir
    private Path parent;

    @Test
    void aTemporaryOneIsGoneWhenItIsClosed() throws IOException {
        try (WorkFolder work = WorkFolder.temporary(parent)) {
            Files.writeString(work.path().resolve("file"), "x");
            assertThat(work.isKept()).isFalse();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void aKeptOneIsFoundAgainUntilTheTrainingCameToItsEnd() throws IOException {
        try (WorkFolder work = WorkFolder.kept(parent, ONE)) {
            Files.writeString(work.path().resolve("file"), "x");
            assertThat(work.isKept()).isTrue();
        }
        try (WorkFolder work = WorkFolder.kept(parent, ONE)) {
            assertThat(work.path().resolve("file")).hasContent("x");
            work.finished();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void thatOfOtherInputsIsDeletedAndNothingElse() throws IOException {
        try (WorkFolder work = WorkFolder.kept(parent, OTHER)) {
            Files.writeString(work.path().resolve("file"), "x");
        }
        Path theirs = Files.createDirectory(parent.resolve("training-notes"));
        Path left;
        try (WorkFolder work = WorkFolder.kept(parent, ONE)) {
            left = work.path();
        }
        assertThat(parent).isDirectoryContaining("glob:**/training-notes");
        try (var entries = Files.list(parent)) {
            assertThat(entries).containsExactlyInAnyOrder(theirs, left);
        }
    }

    @Test
    void whatOnlyTheLastRunNeededIsGone() throws IOException {
        try (WorkFolder work = WorkFolder.kept(parent, ONE)) {
            Files.writeString(work.scratch().resolve("half"), "x");
        }
        try (WorkFolder work = WorkFolder.kept(parent, ONE)) {
            assertThat(work.scratch()).isEmptyDirectory();
        }
    }

    @Test
    void twoTrainingsDoNotShareAParent() throws IOException {
        try (WorkFolder work = WorkFolder.kept(parent, ONE)) {
            Files.writeString(work.path().resolve("file"), "x");
            assertThatThrownBy(() -> WorkFolder.kept(parent, OTHER))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is in use by another training");
            assertThat(work.path().resolve("file")).exists();
        }
        WorkFolder.kept(parent, OTHER).close();
    }

    @Test
    void aFolderThatCannotBeMadeLetsGoOfTheParent() throws IOException {
        Path blocked = Files.writeString(parent.resolve("training-" + ONE.substring(0, 16)), "a file");
        assertThatThrownBy(() -> WorkFolder.kept(parent, ONE)).isInstanceOf(IOException.class);

        Files.delete(blocked);
        WorkFolder.kept(parent, ONE).close();
    }
}
