package io.nextcart.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.sql.SqlEngineException;
import io.nextcart.training.sql.SqlScript;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

@DisabledForJreRange(min = JRE.JAVA_23, disabledReason = "Spark 3.5 runs on Java 17 to 22")
final class SparkEngineTest {
    @TempDir
    Path folder;

    @Test
    void rowsOfSeveralChunksComeBackInOrderAndNothingIsLeft() throws IOException {
        int rows = 300_000;
        IntArrayList item =
                new IntArrayList(IntStream.range(0, rows).map(row -> rows - row).toArray());
        LongArrayList at = new LongArrayList(
                IntStream.range(0, rows).mapToLong(row -> row * (1L << 33)).toArray());
        DoubleArrayList value = new DoubleArrayList(IntStream.range(0, rows)
                .mapToDouble(row -> row % 7 == 0 ? Double.NaN : row / 3.0)
                .toArray());
        try (SqlEngine sql = SparkEngine.start(folder.resolve("a work folder"), 2, 1)) {
            for (int time = 0; time < 2; time++) {
                sql.put(
                        "property",
                        new Columns()
                                .with("item", item)
                                .with("kind", new IntArrayList(new int[rows]))
                                .with("at_ms", at)
                                .with("value", value)
                                .with("arrival", item));
            }

            Columns read = sql.read("catalogue", Map.of("end_ms", Long.MAX_VALUE));

            assertThat(read.ints("item"))
                    .isEqualTo(IntStream.rangeClosed(1, rows).toArray());
            double[] values = read.doubles("value");
            assertThat(IntStream.range(0, rows)
                            .mapToDouble(row -> values[rows - 1 - row])
                            .toArray())
                    .isEqualTo(value.toDoubleArray());
            assertThat(Arrays.stream(read.ints("kind")).sum()).isZero();
            assertThat(sql.read("catalogue", Map.of("end_ms", 0)).rows()).isZero();
            assertThatThrownBy(() -> sql.run("cap", Map.of("most", 1)))
                    .isInstanceOf(SqlEngineException.class)
                    .hasMessageStartingWith("script cap.sql fails: ")
                    .hasMessageContaining("once");
        }
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(file -> file.toString().contains("warehouse")))
                    .isEmpty();
        }
    }

    /** The tables of two items, each the other's neighbour. */
    private static void putPairs(SqlEngine sql, long there, long back) {
        IntArrayList items = IntArrayList.of(0, 1);
        DoubleArrayList ones = DoubleArrayList.of(1, 1);
        sql.put(
                "pair",
                new Columns()
                        .with("source", items)
                        .with("target", IntArrayList.of(1, 0))
                        .with("weight", LongArrayList.of(there, back)));
        sql.put(
                "norm",
                new Columns().with("item", items).with("as_source", ones).with("as_target", ones));
    }

    @Test
    void ofAPopularItemEachTaskKeepsTheStrongestBeforeTheShuffle() {
        try (SqlEngine sql = SparkEngine.start(folder, 2, 1)) {
            putPairs(sql, 5, 7);

            String plan = SparkSession.active()
                    .sql(SqlScript.statements("top_neighbors", Map.of("most", 50))
                            .get(0))
                    .queryExecution()
                    .toString();

            assertThat(plan).containsPattern("WindowGroupLimit .*row_number\\(\\), 50, Partial");
        }
    }

    @Test
    void rowsGoThroughKryoToo() {
        System.setProperty("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        try (SqlEngine sql = SparkEngine.start(folder, 2, 1)) {
            putPairs(sql, 5_000_000, 7_000_000);

            assertThat(sql.read("top_neighbors", Map.of("most", 50)).doubles("score"))
                    .containsExactly(5, 7);
        } finally {
            System.clearProperty("spark.serializer");
        }
    }

    @Test
    void executorsWorkAndTheResultsComeInOrder() throws IOException {
        List<Integer> parts = IntStream.range(0, 7).boxed().toList();
        List<String> results = new ArrayList<>();
        try (SqlEngine sql = SparkEngine.start(folder, 2, 1)) {
            sql.each(parts, part -> part + " on " + TaskContext.getPartitionId(), results::add);
            assertThat(results).containsExactly("0 on 0", "1 on 1", "2 on 0", "3 on 1", "4 on 0", "5 on 1", "6 on 0");

            assertThatThrownBy(() -> sql.each(
                            parts,
                            part -> {
                                throw new BadInputException("part " + part + ", line 1: bad");
                            },
                            result -> {}))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("part 0, line 1: bad");
            assertThatThrownBy(() -> sql.each(
                            parts,
                            part -> {
                                throw new IOException("the store of part " + part + " is away");
                            },
                            result -> {}))
                    .isInstanceOf(SqlEngineException.class)
                    .hasMessageContaining("is away");
        }
    }

    @Test
    void aClusterNeedsAPlaceForTables() {
        System.setProperty("spark.master", "spark://127.0.0.1:1");
        try {
            assertThatThrownBy(() -> SparkEngine.start(folder, 2, 1))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage(
                            "spark.nextcart.warehouse is not set, expected a folder that the driver and all executors"
                                    + " reach, such as hdfs:///folder, s3://bucket/prefix on EMR or s3a://bucket/prefix elsewhere");
        } finally {
            System.clearProperty("spark.master");
        }
    }
}
