package io.nextcart.training.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.log.EventFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InputFilesTest {
    @TempDir
    Path folder;

    @Test
    void parquetIsReadByItsColumns() throws Exception {
        Path file = parquet("SELECT TIMESTAMP '2015-06-02 05:02:12.117' AS timestamp, 257597 AS visitorid,"
                + " 'view' AS event, 'shoe, \"red\"' AS itemid, NULL::INT AS transactionid"
                + " UNION ALL SELECT TIMESTAMP '2015-06-02 05:02:13', 7, 'transaction', 'é', 4000");

        assertThat(text(null, file.toString())).isEqualTo("""
                        timestamp,visitorid,event,itemid,transactionid
                        1433221332117,257597,view,"shoe, ""red""\",
                        1433221333000,7,transaction,é,4000
                        """);

        List<Event> events = new ArrayList<>();
        try (InputFiles inputs = new InputFiles(null)) {
            EventFiles.read(local(inputs, file.toString()), 0, Progress.NONE, events::add);
        }
        assertThat(events)
                .containsExactly(
                        Event.of(new UserId("257597"), EventType.VIEW, new ItemId("shoe, \"red\""), 1_433_221_332_117L),
                        new Event(
                                null,
                                new UserId("7"),
                                EventType.TRANSACTION,
                                new ItemId("é"),
                                1_433_221_333_000L,
                                "4000",
                                null,
                                null));
    }

    @Test
    void everyKindOfTimeInParquetBecomesMilliseconds() throws Exception {
        Path file = parquet(
                "SELECT DATE '1970-01-02' AS day, TIMESTAMPTZ '1970-01-01 01:00:00+01' AS zoned,"
                        + " TIMESTAMP_NS '1970-01-01 00:00:01.5' AS nanos, 12::BIGINT AS number, 'x'::BLOB AS \"a \"\"name\"\"\"");

        assertThat(text(null, file.toString())).isEqualTo("""
                        day,zoned,nanos,number,"a ""name""\"
                        86400000,0,1500,12,x
                        """);
    }

    @Test
    void parquetMayComeFromStandardInput() throws Exception {
        byte[] bytes = Files.readAllBytes(parquet("SELECT 1 AS one"));

        assertThat(text(new ByteArrayInputStream(bytes), "-")).isEqualTo("one\n1\n");
    }

    @Test
    void damagedParquetIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("it's.parquet"), "PAR1 and no more");

        try (InputFiles inputs = new InputFiles(null)) {
            assertThatThrownBy(() -> local(inputs, file.toString()))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(file + ": cannot be read as Parquet: ");
        }
        try (var left = Files.list(folder.resolve("copies"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFileOfAnotherKindStaysAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "PAR\n");
        try (InputFiles inputs = new InputFiles(null)) {
            assertThat(local(inputs, file.toString())).isEqualTo(file);
        }
        assertThat(folder.resolve("copies")).doesNotExist();
    }

    private String text(@Nullable InputStream standardInput, String place) throws IOException {
        try (InputFiles inputs = new InputFiles(standardInput)) {
            return Files.readString(local(inputs, place));
        }
    }

    private Path local(InputFiles inputs, String place) throws IOException {
        return inputs.local("--in", List.of(place), folder.resolve("copies"), Progress.NONE)
                .get(0);
    }

    private Path parquet(String rows) throws Exception {
        Path file = folder.resolve("a 'log'.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            connection
                    .createStatement()
                    .execute("COPY (" + rows + ") TO '" + file.toString().replace("'", "''") + "' (FORMAT parquet)");
        }
        return file;
    }
}
