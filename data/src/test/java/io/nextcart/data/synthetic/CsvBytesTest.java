package io.nextcart.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvBytesTest {
    @TempDir
    Path folder;

    @Test
    void numbersAndTextComeOutAsTheyWouldBePrinted() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StringBuilder expected = new StringBuilder("a,b,c\n");
        Path file = folder.resolve("numbers.csv");
        try (CsvBytes csv = new CsvBytes(file, "a,b,c")) {
            for (int i = 0; i < 20_000; i++) {
                long number = i == 0 ? 0 : i == 1 ? Long.MAX_VALUE : random.nextLong() >>> (1 + random.nextInt(63));
                double decimal = random.nextInt(10_000_000) / 1000.0;
                csv.number(number).comma().decimal(decimal).comma().text("view").end();
                expected.append(number).append(String.format(Locale.ROOT, ",n%.3f,view\n", decimal));
            }
            csv.commit();
        }

        assertThat(file).as("seed %d", seed).hasContent(expected.toString());
    }

    @Test
    void negativeNumbersAreRefused() throws IOException {
        try (CsvBytes csv = new CsvBytes(folder.resolve("numbers.csv"), "a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> csv.number(-1))
                    .withMessage("number is -1, expected at least 0");
        }
    }

    @Test
    void theFileAppearsOnlyWhenItIsWhole() throws IOException {
        Path file = folder.resolve("whole.csv");
        try (CsvBytes csv = new CsvBytes(file, "a")) {
            csv.number(1).end();
            assertThat(file).doesNotExist();
            csv.commit();
            assertThat(file).doesNotExist();
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
                        try (CsvBytes csv = new CsvBytes(file, "a")) {
                            for (int i = 0; i < 100_000; i++) {
                                csv.number(i).end();
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
                    try (CsvBytes csv = new CsvBytes(taken, "a")) {
                        csv.commit();
                    }
                })
                .isInstanceOf(IOException.class);

        assertThat(folder.toFile().list()).containsExactly("taken.csv");
    }
}
