package io.nextcart.training.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.LogSummary;
import io.nextcart.data.log.LogTimes;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.table.LogDatabase;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are counted by the reader, for every kind of input. */
final class LogReaderTest {
    private static final LogTimes UNTIL_2016 =
            LogTimes.until(Clock.fixed(Instant.parse("2016-01-01T00:00:00Z"), ZoneOffset.UTC), null);
    private static final long JUNE_MS = 1_433_221_332_117L;

    @TempDir
    private Path folder;

    private LogInputs inputs(List<Path> events, @Nullable String archive) {
        return new LogInputs(events, archive, List.of(), null, 0.5, UNTIL_2016);
    }

    private LogSummary summary(LogInputs inputs) throws IOException {
        try (DuckDbEngine sql = new DuckDbEngine(folder.resolve("sql"), 2, 256L << 20)) {
            LogReader reader = new LogReader(inputs, Progress.NONE);
            return LogDatabase.read(reader, sql).summary(reader);
        }
    }

    private Path csv(String name, String... rows) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                "timestamp,visitorid,event,itemid,transactionid\n" + String.join("\n", rows) + "\n");
    }

    private static void gzip(Path file, String text) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String row(long ms, String user) {
        return ms + "," + user + ",view,i,";
    }

    private static String json(long ms, String user) {
        return "{\"user_id\":\"" + user + "\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + ms + "}";
    }

    @Test
    void everyRowOfTheFilesIsAccountedFor() throws IOException {
        Path first = csv(
                "a.csv",
                row(JUNE_MS, "u"),
                row(JUNE_MS, "u"),
                row(JUNE_MS + 9, "v"),
                row(JUNE_MS + 5, "v"),
                row(0, "u"),
                row(1_700_000_000_000L, "u"),
                "x,u,view,i,");
        Path second = csv("b.csv", row(JUNE_MS, "u"), row(JUNE_MS + 1, "u"));

        LogSummary summary = summary(inputs(List.of(first, second), null));

        assertThat(summary.lines())
                .containsExactly(
                        "What was read",
                        "  4 of 9 rows from 2 files, 2 repeats, 1 unreadable row",
                        "  4 events of 2 shoppers on 1 item in 2 sessions: 4 views, 0 add to cart, 0 transactions",
                        "  From 2015-06-02 to 2015-06-02 (UTC)",
                        "  1 row out of order; training sorts them",
                        "  1 event before 1990 and 1 event in the future left out, the first: " + first
                                + ", line 6: column timestamp is '0', 1970-01-01, expected a time from 1990 to a day from"
                                + " now",
                        "  The first unreadable row: " + first
                                + ", line 8: column timestamp is 'x', expected milliseconds since 1970",
                        "  2 events beyond the first of a shopper, type, item and day: popularity counts one,"
                                + " co-occurrence three",
                        "  WARNING: the log holds one item only: there is nothing else to recommend",
                        "  Busiest visitors, by rows: u (4), v (2)");
        assertThat(summary.rowCounts())
                .containsEntry("rows", 9L)
                .containsEntry("repeats", 2L)
                .containsEntry("out_of_order", 1L)
                .containsEntry("before_1990", 1L)
                .containsEntry("in_future", 1L)
                .containsEntry("bots", 0L);
    }

    @Test
    void anArchiveIsNeverRefusedForWhatAClockSaid() throws IOException {
        Path day = Files.createDirectories(folder.resolve("archive/events/dt=2015-06-02"));
        gzip(
                day.resolve("1.ndjson.gz"),
                String.join(
                        "\n",
                        json(JUNE_MS, "u"),
                        json(JUNE_MS, "u"),
                        json(JUNE_MS / 1000, "u"),
                        json(1_700_000_000_000L, "u"),
                        json(1_700_000_000_001L, "u"),
                        json(JUNE_MS, "gone")));
        Path tombstones = Files.createDirectories(folder.resolve("archive/tombstones/dt=2015-06-03"));
        gzip(tombstones.resolve("1.ndjson.gz"), "{\"user_id\":\"gone\",\"forgotten_at\":" + 2 * JUNE_MS + "}\n");

        LogSummary summary = summary(inputs(List.of(), folder.resolve("archive").toString()));

        assertThat(summary.lines())
                .containsExactly(
                        "What was read",
                        "  1 of 6 rows from the archive, 1 repeat, 1 event of deleted users",
                        "  1 event of 1 shopper on 1 item in 1 session: 1 view, 0 add to cart, 0 transactions",
                        "  All at one instant, 2015-06-02T05:02:12.117Z: their order is not known",
                        "  1 event before 1990 and 2 events in the future left out",
                        "  WARNING: the log holds one item only: there is nothing else to recommend",
                        "  Busiest visitors, by rows: u (1)");
    }

    @Test
    void anEventThatIsSentAgainOnAnotherDayCountsOnce() throws IOException {
        for (int day = 2; day < 4; day++) {
            Path folderOfDay = Files.createDirectories(folder.resolve("archive/events/dt=2015-06-0" + day));
            String line = json(JUNE_MS + (day - 2) * 86_400_000L, "u").replace("}", ",\"event_id\":\"e\"}");
            gzip(folderOfDay.resolve("a.ndjson.gz"), line + "\n");
        }

        LogSummary summary = summary(inputs(List.of(), folder.resolve("archive").toString()));

        assertThat(summary.lines())
                .contains("  1 of 2 rows from the archive, 1 repeat")
                .anyMatch(line -> line.startsWith("  1 event of 1 shopper on 1 item in 1 session"));
        assertThat(summary.lastMs()).isEqualTo(JUNE_MS);
    }

    @Test
    void aLogInSecondsIsRefusedAndReadWhenItsUnitIsGiven() throws IOException {
        Path file = csv("s.csv", row(JUNE_MS / 1000, "u"), row(JUNE_MS / 1000 + 1, "u"));
        assertThatThrownBy(() -> summary(inputs(List.of(file), null)))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(
                        file + ", line 2: column timestamp is '1433221332', 1970-01-17 in milliseconds but")
                .hasMessageContaining("--time-unit s reads seconds");

        List<Event> events = new ArrayList<>();
        LogTimes seconds = new LogTimes(LogTimes.Unit.S, UNTIL_2016.earliestMs(), UNTIL_2016.latestMs());
        new LogReader(new LogInputs(List.of(file), null, List.of(), null, 0, seconds), Progress.NONE)
                .readEvents(events::add);
        assertThat(events).extracting(Event::timestampMs).containsExactly(1_433_221_332_000L, 1_433_221_333_000L);
    }

    private List<String> catalogue(String properties, String tree) throws IOException {
        List<Path> files =
                properties.isEmpty() ? List.of() : List.of(Files.writeString(folder.resolve("p.csv"), properties));
        Path treeFile = tree.isEmpty() ? null : Files.writeString(folder.resolve("tree.csv"), tree);
        Path events = csv("e.csv", row(JUNE_MS, "u"), (JUNE_MS + 1) + ",u,view,j,");
        return summary(new LogInputs(List.of(events), null, files, treeFile, 1, UNTIL_2016))
                .catalogue()
                .sentences();
    }

    @Test
    void whatIsReadOfItemsIsCountedAndWhatIsNotUnderstoodNamed() throws IOException {
        String late = Long.toString(JUNE_MS + 2);
        assertThat(catalogue(
                        ",Item_Id,timestamp,value,property\n"
                                + "0,i," + late + ",100.0,CategoryId\n"
                                + "1,i,1,out of stock,AVAILABLE\n"
                                + "2,j,1,perhaps,available\n"
                                + "3,j,1,cheap,price\n"
                                + "4,j,1,9.5,Price\n"
                                + "5,other,1,7,790\n"
                                + "6,j,1,NaN,categoryid\n"
                                + "7,j,1,red,color\n",
                        ""))
                .containsExactly(
                        "4 properties of items in 8 rows from 1 file: of 2 items with events 1 have a category, 1 a price,"
                                + " 1 an availability; 1 item without events",
                        "2 rows not understood, the first: " + folder.resolve("p.csv")
                                + ", line 4: column value is 'perhaps' for available, expected 1, true, yes, in stock or 0,"
                                + " false, no, out of stock",
                        "1 row of other properties, not read: color (1)",
                        "1 row of properties without a value",
                        "1 of 4 properties are later than the last event: lists show them, but nothing was learnt from"
                                + " them");
    }

    @Test
    void propertiesWithoutEffectAreWarnedOf() throws IOException {
        String header = "timestamp,itemid,property,value\n";
        assertThat(catalogue(header + "1,i,color,red\n", ""))
                .contains("WARNING: the item properties have no effect: no row has a categoryid, available or 790 (the"
                        + " price)");
        assertThat(catalogue(header + "1,i.0,available,1\n", ""))
                .contains(
                        "WARNING: the item properties say nothing of any item with events, only of others, such as i.0:"
                                + " are the ids those of the log?");
    }

    @Test
    void aTreeIsReadAsSpreadsheetsAndDataFramesWriteItAndItsFaultsAreNamed() throws IOException {
        String properties = "timestamp,itemid,property,value\n1,i,categoryid,100\n1,j,categoryid,200\n";
        String tree = "\uFEFF\"\",\"categoryid\",\"parentid\"\n0,7,NaN\n1,\"100.0\",7.0\n2,8,\n";
        assertThat(catalogue(properties, tree))
                .contains("Category tree: 3 categories, 2 roots; 1 category of items not in the tree, such as 200");
        assertThat(catalogue(properties, "categoryid,parentid\n1,2\n2,1\n3,9\n4,3\n4,1\n"))
                .contains(
                        "Category tree: 5 categories, 0 roots; 1 category named as parent without a row of its own, such as"
                                + " 9; 1 category with two parents (the last counts), such as 4; 2 categories above"
                                + " itself, a cycle, such as 1; 2 categories of items not in the tree, such as 100",
                        "WARNING: the category tree has no effect: no category of an item is in it, such as 100");
    }

    @Test
    void idsThatStandForNothingAreWarnedOf() throws IOException {
        Path events = csv(
                "e.csv",
                JUNE_MS + ",null,view,i,",
                (JUNE_MS + 1) + ",NaN,view,undefined,",
                (JUNE_MS + 2) + ",0,view,7,",
                (JUNE_MS + 3) + ",u,view,0,",
                (JUNE_MS + 4) + ",u,view,8,",
                (JUNE_MS + 5) + ",u,view,9,",
                (JUNE_MS + 6) + ",u,transaction,7,NaN");
        assertThat(summary(inputs(List.of(events), null)).sentences())
                .contains("WARNING: events of item undefined (1), visitor 0 (1), visitor NaN (1), visitor null (1):"
                        + " placeholders for a missing id? All shoppers without one count as one");
    }
}
