package io.nextcart.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvFileTest {
    @TempDir
    Path folder;

    @Test
    void theFileAppearsOnlyWhenItIsWhole() throws IOException {
        Path file = folder.resolve("whole.csv");
        try (CsvFile csv = new CsvFile(file, "a")) {
            csv.row("1");
            assertThat(file).doesNotExist();
            csv.commit();
        }

        assertThat(file).hasContent("a\n1\n");
        assertThat(folder.toFile().list()).containsExactly("whole.csv");
    }

    @Test
    void aFailureHalfWayLeavesNothingAndTheOldFileAsItWas() throws IOException {
        Path fresh = folder.resolve("fresh.csv");
        Path old = Files.writeString(folder.resolve("old.csv"), "as it was");
        for (Path file : new Path[] {fresh, old}) {
            assertThatThrownBy(() -> {
                        try (CsvFile csv = new CsvFile(file, "a")) {
                            for (int i = 0; i < 100_000; i++) {
                                csv.row("some text");
                            }
                            throw new IllegalStateException("half way");
                        }
                    })
                    .isInstanceOf(IllegalStateException.class)
                    .hasNoSuppressedExceptions();
        }

        assertThat(folder.toFile().list()).containsExactly("old.csv");
        assertThat(old).hasContent("as it was");
    }

    @Test
    void aFileThatCannotBePutInItsPlaceLeavesNothingBehind() throws IOException {
        Path taken = folder.resolve("taken.csv");
        Files.createDirectories(taken.resolve("by a folder"));

        assertThatThrownBy(() -> {
                    try (CsvFile csv = new CsvFile(taken, "a")) {
                        csv.commit();
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessage(taken + ": is a directory, expected the name of a file");

        assertThat(folder.toFile().list()).containsExactly("taken.csv");
    }
}
