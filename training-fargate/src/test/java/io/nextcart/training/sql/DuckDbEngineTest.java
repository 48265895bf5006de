package io.nextcart.training.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
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
    void othersWorkAndTheResultsComeInOrder() throws IOException {
        List<Integer> parts = IntStream.range(0, 50).boxed().toList();
        CountDownLatch second = new CountDownLatch(1);
        List<Integer> results = new ArrayList<>();

        sql.each(
                parts,
                part -> {
                    if (part == 1) {
                        second.countDown();
                    } else if (part == 0) {
                        await(second); // ends only if another thread takes the second part
                    }
                    return 2 * part;
                },
                results::add);

        assertThat(results).isEqualTo(parts.stream().map(part -> 2 * part).toList());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theFaultOfTheFirstPartIsThrownAsItIs() {
        for (Throwable fault : List.of(
                new BadInputException("b, line 1: bad"), new IOException("b is away"), new OutOfMemoryError("b"))) {
            List<String> results = new ArrayList<>();
            assertThatThrownBy(() -> sql.each(
                            List.of("a", "b", "c"),
                            part -> {
                                if (part.equals("b") && fault instanceof IOException away) {
                                    throw away;
                                }
                                if (part.equals("b") && fault instanceof Error full) {
                                    throw full;
                                }
                                if (part.equals("b")) {
                                    throw (BadInputException) fault;
                                }
                                return part;
                            },
                            results::add))
                    .isSameAs(fault);
            assertThat(results).containsExactly("a");
        }
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
        for (int repeat = 0; repeat < 2; repeat++) {
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
