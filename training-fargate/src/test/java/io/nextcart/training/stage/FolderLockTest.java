package io.nextcart.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
    @TempDir
    private Path folder;

    @Test
    void aLockThatIsHeldIsRefusedInOneLineAndStaysHeld() throws IOException {
        try (FolderLock held = FolderLock.take(folder, "a.lock")) {
            assertThat(held).isNotNull();
            for (int again = 0; again < 2; again++) {
                assertThatThrownBy(() -> FolderLock.take(folder, "a.lock"))
                        .isInstanceOf(BadInputException.class)
                        .hasMessage("work folder " + folder
                                + " is in use by another training, expected one training at a time in a folder");
            }
        }
    }

    @Test
    void aLockThatWasLetGoCanBeTakenAndLeavesNoFile() throws IOException {
        for (int time = 0; time < 3; time++) {
            FolderLock.take(folder, "a.lock").close();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatAKilledProcessLeftLocksNothing() throws IOException {
        Files.writeString(folder.resolve("a.lock"), "left");
        FolderLock.take(folder, "a.lock").close();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void locksOfTwoNamesDoNotMeet() throws IOException {
        try (FolderLock one = FolderLock.take(folder, "a.lock");
                FolderLock other = FolderLock.take(folder, "b.lock")) {
            assertThat(one).isNotSameAs(other);
        }
    }

    @Test
    void aFolderThatIsNotThereIsAFault() {
        assertThatThrownBy(() -> FolderLock.take(folder.resolve("none"), "a.lock"))
                .isInstanceOf(IOException.class);
    }
}
