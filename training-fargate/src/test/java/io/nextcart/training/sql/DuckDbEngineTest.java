package io.nextcart.training.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class DuckDbEngineTest {
    @TempDir
    Path folder;

    private SqlEngine sql;

    @BeforeEach
    void start() {
        sql = new DuckDbEngine(folder, 4, 256L << 20);
    }

    @AfterEach
    void stop() {
        sql.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theUnpackedLibraryHasNoNameThatAKilledProcessWouldLeave() throws IOException {
        try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"), StandardCharsets.ISO_8859_1)) {
            assertThat(mapped.filter(line -> line.contains("/libduckdb_java")))
                    .isNotEmpty()
                    .allMatch(line -> line.endsWith(" (deleted)"));
        }
    }

    @Test
    void rowsComeBackInTheirTypes() {
        sql.put(
                "numbers",
                numbers(IntArrayList.of(7, -8), LongArrayList.of(1L << 40, -2), DoubleArrayList.of(0.1, -3e300)));

        sql.run("test_write", Map.of("least", -100));
        Columns rows = sql.read("test_read", Map.of("least", -100));

        assertThat(rows.rows()).isEqualTo(2);
        assertThat(rows.ints("small")).containsExactly(-8, 7);
        assertThat(rows.longs("big")).containsExactly(-2, 1L << 40);
        assertThat(rows.doubles("real_number")).containsExactly(-3e300, 0.1);
    }

    @Test
    void anEmptyAnswerKeepsItsColumns() {
        sql.put("numbers", numbers(new IntArrayList(), new LongArrayList(), new DoubleArrayList()));

        sql.run("test_write", Map.of("least", 0));
        assertThat(sql.read("test_read", Map.of("least", 0)).ints("small")).isEmpty();
    }

    @Test
    void aTableThatIsPutAgainIsReplaced() {
        for (int row = 0; row < 2; row++) {
            sql.put("numbers", numbers(IntArrayList.of(row), LongArrayList.of(row), DoubleArrayList.of(row)));
        }
        sql.run("test_write", Map.of("least", 0));
        assertThat(sql.read("test_read", Map.of("least", 0)).ints("small")).containsExactly(1);
    }

    @Test
    void manyRowsKeepTheOrderAskedForWhateverTheThreads() {
        int rows = 700_000;
        sql.put("numbers", shuffled(rows));
        for (int repeat = 0; repeat < 4; repeat++) {
            sql.run("test_write", Map.of("least", 0));
            int[] sorted = sql.read("test_read", Map.of("least", 0)).ints("small");
            assertThat(sorted).hasSize(rows);
            for (int row = 0; row < rows; row++) {
                if (sorted[row] != row) {
                    throw new AssertionError("row " + row + " is " + sorted[row]);
                }
            }
        }
    }

    private static Columns shuffled(int rows) {
        IntArrayList small = new IntArrayList();
        LongArrayList big = new LongArrayList();
        DoubleArrayList real = new DoubleArrayList();
        for (int row = 0; row < rows; row++) {
            small.add((int) (row * 48_271L % rows));
            big.add(row);
            real.add(row);
        }
        return numbers(small, big, real);
    }

    private static Columns numbers(IntArrayList small, LongArrayList big, DoubleArrayList real) {
        return new Columns().with("small", small).with("big", big).with("real_number", real);
    }

    @Test
    void anAnswerThatBreaksOffIsAnErrorAndNotAShorterAnswer() {
        sql.put("numbers", shuffled(700_000));
        assertThatThrownBy(() -> sql.read("test_break", Map.of()))
                .isInstanceOf(SqlEngineException.class)
                .hasMessageStartingWith("script test_break.sql fails: Conversion Error");
    }

    @Test
    void aScriptThatFailsIsNamed() {
        assertThatThrownBy(() -> sql.run("test_read", Map.of("least", 0)))
                .isInstanceOf(SqlEngineException.class)
                .hasMessageStartingWith("script test_read.sql fails: ");
    }

    @Test
    void aMissingParameterOrScriptIsNamed() {
        assertThatThrownBy(() -> sql.run("test_read", Map.of("most", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("script test_read needs the parameter least");
        assertThatThrownBy(() -> sql.run("absent", Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no script absent.sql");
    }
}
