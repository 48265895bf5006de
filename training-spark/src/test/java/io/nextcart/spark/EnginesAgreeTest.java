package io.nextcart.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.log.NdjsonLog;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.table.ContentNeighbors;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.TableBuilder;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

/** Both engines make the same tables, to the row and to the byte. */
@DisabledForJreRange(min = JRE.JAVA_23, disabledReason = "Spark 3.5 runs on Java 17 to 22")
final class EnginesAgreeTest {
    private static final List<String> QUESTIONS = List.of(
            "item_counts",
            "weekly_shoppers",
            "report_days",
            "report_hours",
            "report_items",
            "report_funnel",
            "report_sessions",
            "report_shoppers",
            "log_summary",
            "catalogue",
            "catalogue_later",
            "top_neighbors");

    @TempDir
    Path folder;

    @Test
    void tablesAreEqualToTheByte() throws IOException {
        LogInputs files = syntheticShop();
        LogInputs archived = archived(files);
        compare(described(files), archived, List.of());
        assertThat(folder.resolve("duckdb/tables").resolve(Tables.CONTENT)).exists();
    }

    @Test
    @Tag("long")
    void answersAreEqualToTheRow() throws IOException {
        LogInputs files = syntheticShop();
        compare(files, files, QUESTIONS);
    }

    /** The same log with the catalogue of {@link #archived} alone. */
    private LogInputs described(LogInputs files) {
        String catalogue = folder.resolve("a catalogue").toString();
        return new LogInputs(files.events(), catalogue, files.itemProperties(), files.categoryTree(), 0);
    }

    /** The same log, its events as an archive in which a day holds those of its month: fewer jobs for Spark; with a title for each item. */
    private LogInputs archived(LogInputs files) throws IOException {
        Map<LocalDate, List<Event>> days = new TreeMap<>();
        EventFiles.read(
                files.events().get(0),
                0,
                Progress.NONE,
                event -> days.computeIfAbsent(
                                LocalDate.ofInstant(Instant.ofEpochMilli(event.timestampMs()), ZoneOffset.UTC)
                                        .withDayOfMonth(1),
                                day -> new ArrayList<>())
                        .add(event));
        Path archive = folder.resolve("an archive");
        TreeSet<String> items = new TreeSet<>();
        days.values()
                .forEach(day -> day.forEach(event -> items.add(event.itemId().value())));
        for (Path place : List.of(archive, folder.resolve("a catalogue"))) {
            describe(items, place, "2015-06-01", 1, id -> "lamp");
            describe(items, place, "2015-06-02", 2, id -> "blend" + id / 10 + " tent" + id / 3);
        }
        for (Map.Entry<LocalDate, List<Event>> day : days.entrySet()) {
            Path object = archive.resolve("events/dt=" + day.getKey() + "/a.ndjson.gz");
            Files.createDirectories(object.getParent());
            try (NdjsonLog.Writer writer = new NdjsonLog.Writer(new GZIPOutputStream(Files.newOutputStream(object)))) {
                for (Event event : day.getValue()) {
                    writer.write(event);
                }
            }
        }
        return new LogInputs(List.of(), archive.toString(), files.itemProperties(), files.categoryTree(), 0);
    }

    private static void describe(Set<String> items, Path archive, String day, long atMs, IntFunction<String> title)
            throws IOException {
        Path object = archive.resolve("items/dt=" + day + "/a.ndjson.gz");
        Files.createDirectories(object.getParent());
        try (Writer lines = new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(object)), UTF_8)) {
            for (String id : items) {
                lines.write("{\"item_id\":\"" + id + "\",\"title\":\"" + title.apply(Integer.parseInt(id))
                        + "\",\"updated_at\":" + atMs + "}\n");
            }
        }
    }

    private LogInputs syntheticShop() throws IOException {
        Path shop = folder.resolve("shop");
        SyntheticShop.write(new ShopSpec(0.002, 5), shop, Progress.NONE);
        return new LogInputs(
                List.of(shop.resolve(SyntheticShop.EVENTS)),
                null,
                SyntheticShop.PROPERTIES.stream().map(shop::resolve).toList(),
                shop.resolve(SyntheticShop.CATEGORIES),
                0);
    }

    /** Set NEXTCART_REAL_EVENTS or -Dnextcart.realEvents to its path. */
    @Test
    @Tag("long")
    void theRealLog() throws IOException {
        String path = System.getProperty("nextcart.realEvents", System.getenv("NEXTCART_REAL_EVENTS"));
        Assumptions.assumeTrue(path != null, "no real log: set NEXTCART_REAL_EVENTS to an events.csv.gz");
        LogInputs log = new LogInputs(List.of(Path.of(path)), null, List.of(), null, 0.01);
        compare(log, log, QUESTIONS);
    }

    private void compare(LogInputs ofDuckDb, LogInputs ofSpark, List<String> questions) throws IOException {
        Made duckDb = make(DuckDbEngine::new, ofDuckDb, questions, folder.resolve("duckdb"));
        Made spark = make(SparkEngine::start, ofSpark, questions, folder.resolve("spark"));

        assertThat(duckDb.log().counts()[0]).isPositive();
        assertThat(spark.log().counts()).isEqualTo(duckDb.log().counts());
        assertThat(spark.log().itemIds()).isEqualTo(duckDb.log().itemIds());
        assertThat(spark.log().sessionCount()).isEqualTo(duckDb.log().sessionCount());
        assertThat(spark.log().firstMs()).isEqualTo(duckDb.log().firstMs());
        assertThat(spark.log().lastMs()).isEqualTo(duckDb.log().lastMs());
        assertThat(spark.log().demandMs()).isEqualTo(duckDb.log().demandMs());
        assertThat(duckDb.answers().get("sessions").rows())
                .isEqualTo((int) duckDb.log().eventCount());
        for (String question : duckDb.answers().keySet()) {
            Columns theirs = spark.answers().get(question);
            assertThat(theirs.byName())
                    .as(question)
                    .isEqualTo(duckDb.answers().get(question).byName());
        }
        try (Stream<Path> tables = Files.list(duckDb.tables())) {
            List<Path> files = tables.toList();
            assertThat(files).hasSizeGreaterThan(5);
            for (Path file : files) {
                assertThat(spark.tables().resolve(file.getFileName())).hasSameBinaryContentAs(file);
            }
        }
    }

    /**
     * What an engine makes of a log.
     *
     * @param answers by the name of their script
     * @param tables the folder of the tables up to the last day of the log
     */
    private record Made(LogDatabase log, Map<String, Columns> answers, Path tables) {}

    private static Made make(SqlEngine.Factory factory, LogInputs inputs, List<String> questions, Path place)
            throws IOException {
        try (SqlEngine sql = factory.start(place.resolve("work"), 2, 1L << 30)) {
            LogReader reader = new LogReader(inputs, Progress.NONE);
            LogDatabase log = LogDatabase.read(reader, sql);
            assertThat(log.eventCount(EventType.VIEW)).isPositive();
            long endMs = log.lastMs() - 86_400_000;
            Path tables = place.resolve("tables");
            new TableBuilder(log, Progress.NONE).build(tables, endMs);
            float[] none = new float[log.itemIds().length];
            FactorTable.write(tables.resolve(Tables.FACTORS), none, 1); // of no engine, but tables need some
            new ContentNeighbors(Tables.open(tables), reader.said()).write(tables.resolve(Tables.CONTENT));
            Map<String, Long> parameters = Map.of(
                    "end_ms",
                    endMs,
                    "now_ms",
                    endMs,
                    "last_ms",
                    log.lastMs(),
                    "most",
                    50L,
                    "from_ms",
                    0L,
                    "to_ms",
                    endMs);
            Map<String, Columns> answers = new TreeMap<>();
            for (String question : questions) {
                answers.put(question, sql.read(question, parameters));
            }
            answers.put(
                    "sessions",
                    sql.read("session_events", Map.of("from_ms", 0L, "to_ms", log.lastMs() + 1, "one_in", 1L)));
            return new Made(log, answers, tables);
        }
    }
}
