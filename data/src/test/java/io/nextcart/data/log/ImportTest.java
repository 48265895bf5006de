package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Progress;
import io.nextcart.data.Pseudonyms;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ImportTest {
    private static final double ONE_PERCENT = 0.01;

    @TempDir
    Path folder;

    /** A file format for events, and what it cannot represent. */
    private enum Form {
        RETAILROCKET(ExportFormat.RETAILROCKET, 1),
        OTTO(ExportFormat.OTTO, 1),
        PERSONALIZE(ExportFormat.PERSONALIZE, 1000),
        GORSE_CSV(ExportFormat.GORSE, 1),
        GORSE_JSON(ExportFormat.GORSE, 1);

        private final ExportFormat format;
        private final long unitMs;

        Form(ExportFormat format, long unitMs) {
            this.format = format;
            this.unitMs = unitMs;
        }

        /** The event as this format represents it. */
        Event kept(Event event) {
            return new Event(
                    null,
                    event.userId(),
                    event.type(),
                    event.itemId(),
                    event.timestampMs() / unitMs * unitMs,
                    this == RETAILROCKET ? event.transactionId() : null,
                    this == PERSONALIZE ? event.value() : null,
                    null);
        }

        String write(List<Event> events) {
            return switch (this) {
                case RETAILROCKET ->
                    csv(
                            "timestamp,visitorid,event,itemid,transactionid",
                            events,
                            event -> List.of(
                                    Long.toString(event.timestampMs()),
                                    event.userId().value(),
                                    event.type().wireName(),
                                    event.itemId().value(),
                                    event.transactionId() == null ? "" : event.transactionId()));
                case PERSONALIZE ->
                    csv(
                            "EVENT_VALUE,USER_ID,EVENT_TYPE,ITEM_ID,TIMESTAMP,RECOMMENDATION_ID",
                            events,
                            event -> List.of(
                                    event.value() == null ? "" : event.value().toString(),
                                    event.userId().value(),
                                    name(event.type(), "View", "AddToCart", "Purchase"),
                                    event.itemId().value(),
                                    Long.toString(event.timestampMs() / unitMs),
                                    "RID"));
                case GORSE_CSV ->
                    csv(
                            "feedback_type,user_id,item_id,time_stamp",
                            events,
                            event -> List.of(
                                    name(event.type(), "read", "cart", "buy"),
                                    event.userId().value(),
                                    event.itemId().value(),
                                    Instant.ofEpochMilli(event.timestampMs())
                                                    .toString()
                                                    .replace('T', ' ')
                                                    .replace("Z", "")
                                            + " +0000 UTC"));
                case GORSE_JSON ->
                    events.stream()
                            .map(event -> json(Map.of(
                                    "FeedbackType", name(event.type(), "read", "cart", "buy"),
                                    "UserId", event.userId().value(),
                                    "ItemId", event.itemId().value(),
                                    "Timestamp",
                                            Instant.ofEpochMilli(event.timestampMs())
                                                    .toString())))
                            .collect(Collectors.joining("\n"));
                case OTTO ->
                    sessions(events).stream()
                            .map(session -> json(Map.of(
                                    "session",
                                    session.get(0).userId().value(),
                                    "events",
                                    session.stream()
                                            .map(event -> Map.of(
                                                    "aid", event.itemId().value(),
                                                    "ts", event.timestampMs(),
                                                    "type", name(event.type(), "clicks", "carts", "orders")))
                                            .toList())))
                            .collect(Collectors.joining("\n"));
            };
        }

        private static String name(EventType type, String view, String cart, String transaction) {
            return switch (type) {
                case VIEW -> view;
                case ADD_TO_CART -> cart;
                case TRANSACTION -> transaction;
                case REMOVE_FROM_CART -> throw new IllegalArgumentException("these formats know no removal");
            };
        }

        private static String csv(String header, List<Event> events, Function<Event, List<String>> row) {
            StringWriter text = new StringWriter();
            try (CsvWriter csv = CsvWriter.builder().build(text)) {
                csv.writeRecord(header.split(","));
                events.forEach(event -> csv.writeRecord(row.apply(event)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text.toString();
        }

        private static String json(Map<String, Object> fields) {
            try {
                return JSON.std.asString(fields);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Groups adjacent events of the same shopper. */
        private static List<List<Event>> sessions(List<Event> events) {
            List<List<Event>> sessions = new ArrayList<>();
            for (Event event : events) {
                List<Event> last = sessions.isEmpty() ? List.of() : sessions.get(sessions.size() - 1);
                if (last.isEmpty() || !last.get(0).userId().equals(event.userId())) {
                    last = new ArrayList<>();
                    sessions.add(last);
                }
                last.add(event);
            }
            return sessions;
        }
    }

    private static List<Event> random(Random random, int number) {
        List<String> ids = IntStream.range(0, 50).mapToObj(i -> id(random)).toList();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            events.add(new Event(
                    null,
                    new UserId(ids.get(random.nextInt(5))),
                    EventType.values()[random.nextInt(3)],
                    new ItemId(ids.get(random.nextInt(ids.size()))),
                    100_000_000_000L + (long) (random.nextDouble() * (Event.LATEST_MS - 100_000_000_000L)),
                    random.nextBoolean() ? null : id(random),
                    random.nextBoolean() ? null : Double.valueOf(random.nextGaussian()),
                    null));
        }
        return events;
    }

    private static String id(Random random) {
        String alphabet = "aZ09 ,\"'|;\\{}=é€\uD83D\uDE00-";
        int length = 1 + random.nextInt(12);
        int[] points = alphabet.codePoints().toArray();
        return IntStream.range(0, length)
                .map(i -> points[random.nextInt(points.length)])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private Path file(String name, String text) throws IOException {
        return TestFiles.write(folder, name, text);
    }

    private static ImportSettings settings(ExportFormat from, Path in, Path out, String... rules) {
        return new ImportSettings(
                from,
                List.of(in),
                out,
                List.of(),
                null,
                EventTypeNames.of(List.of(rules)),
                LogTimes.ANY,
                ONE_PERCENT,
                false,
                from == ExportFormat.CSV ? CsvColumns.of("user=u,item=i,time=t") : null,
                false);
    }

    private static long events(ImportSummary summary, EventType type) {
        return summary.log().events().get(type);
    }

    private static List<Event> written(Path log) {
        List<Event> events = new ArrayList<>();
        NdjsonLog.read(log, 0, Progress.NONE, events::add);
        return events;
    }

    @Test
    void usersGetTheirPseudonymsAndNothingElseChanges() throws IOException {
        Pseudonyms pseudonyms = Pseudonyms.withKey("0123456789abcdef0123456789abcdef");
        List<Event> events = random(new Random(42), 100);
        Path in = file("export", Form.values()[0].write(events));
        Path log = folder.resolve("log.ndjson");
        new Import(settings(Form.values()[0].format, in, log), pseudonyms, Progress.NONE).run();
        assertThat(written(log))
                .isEqualTo(events.stream()
                        .map(Form.values()[0]::kept)
                        .map(pseudonyms::of)
                        .toList());
        assertThat(written(log)).allMatch(event -> event.userId().value().length() == 43);
    }

    @ParameterizedTest
    @EnumSource
    void everyEventComesBackFromEveryFormInItsOrder(Form form) throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        List<Event> events = random(new Random(seed), 1_000);
        Path log = folder.resolve("log.ndjson.gz");

        ImportSummary summary =
                new Import(settings(form.format, file("export", form.write(events)), log), Progress.NONE).run();

        assertThat(summary.badRows()).as("seed %d: %s", seed, summary.samples()).isZero();
        assertThat(written(log))
                .as("seed %d", seed)
                .isEqualTo(events.stream().map(form::kept).toList());
        Map<EventType, Long> byType = new LinkedHashMap<>();
        events.forEach(event -> byType.merge(event.type(), 1L, Long::sum));
        assertThat(List.of(
                        events(summary, EventType.VIEW),
                        events(summary, EventType.ADD_TO_CART),
                        events(summary, EventType.TRANSACTION)))
                .as("seed %d", seed)
                .containsExactly(
                        byType.get(EventType.VIEW),
                        byType.get(EventType.ADD_TO_CART),
                        byType.get(EventType.TRANSACTION));
        assertThat(summary.log().users().count())
                .isEqualTo(events.stream().map(Event::userId).distinct().count());
        assertThat(summary.log().items().count())
                .isEqualTo(events.stream().map(Event::itemId).distinct().count());
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("export", "log.ndjson.gz");
    }

    @ParameterizedTest
    @EnumSource(ExportFormat.class)
    void noiseIsOneClearErrorAndLeavesNoFile(ExportFormat format) throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        byte[] noise = new byte[20_000];
        new Random(seed).nextBytes(noise);
        Path in = Files.write(folder.resolve("noise"), noise);

        assertThatThrownBy(() -> new Import(settings(format, in, folder.resolve("log.ndjson")), Progress.NONE).run())
                .as("seed %d", seed)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(in.toString())
                .hasMessageNotContaining("\n");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(in));
    }

    @Test
    void anUnknownEventTypeIsReportedBeforeAnythingIsWritten() throws IOException {
        Path in = file(
                "f.csv", "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nu,i,1,View\nu,i,2,Like\nu,i,3,Like\nu,i,4,Share\n");
        Path log = folder.resolve("log.ndjson");

        assertThatThrownBy(() -> new Import(settings(ExportFormat.PERSONALIZE, in, log), Progress.NONE).run())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("'Like' (2 events), 'Share' (1 event)");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(in));

        ImportSummary summary = new Import(
                        settings(ExportFormat.PERSONALIZE, in, log, "Like=addtocart", "Share=skip", "Lik=view"),
                        Progress.NONE)
                .run();
        assertThat(summary.lines())
                .containsExactly(
                        "What was read",
                        "  3 of 4 rows from 1 file, 0 repeats",
                        "  3 events of 1 shopper on 1 item: 1 view, 2 add to cart, 0 transactions",
                        "  From 1970-01-01 to 1970-01-01 (UTC)",
                        "  Left out: 'Share' (1 event)",
                        "  WARNING: --event-type lik=… has no effect: no event has that name");
        assertThat(written(log)).extracting(Event::timestampMs).containsExactly(1000L, 2000L, 3000L);
    }

    @Test
    void aLogOfWhichEverythingIsLeftOutIsAnError() throws IOException {
        Path in = file("f.csv", "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE\nu,i,1,View\n");
        Path log = folder.resolve("log.ndjson");

        assertThatThrownBy(
                        () -> new Import(settings(ExportFormat.PERSONALIZE, in, log, "view=skip"), Progress.NONE).run())
                .hasMessage("no event is left to import, expected at least one that is not left out");
        assertThat(log).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyByForceAndNeverByHalfALog() throws IOException {
        Path in = file("events.csv", TestFiles.events(5));
        Path log = file("log.ndjson", "before");
        ImportSettings gentle = settings(ExportFormat.RETAILROCKET, in, log);

        assertThatThrownBy(() -> new Import(gentle, Progress.NONE).run())
                .hasMessage("--out " + log + ": is there already, --force replaces it");
        Path half = file("half.csv", TestFiles.events(2_000) + "bad\n".repeat(500));
        assertThatThrownBy(() -> new Import(forced(half, log), Progress.NONE).run())
                .hasMessageContaining("rows are bad");
        assertThat(log).hasContent("before");

        new Import(forced(in, log), Progress.NONE).run();
        assertThat(written(log)).hasSize(5);
    }

    private static ImportSettings forced(Path in, Path out) {
        return new ImportSettings(
                ExportFormat.RETAILROCKET,
                List.of(in),
                out,
                List.of(),
                null,
                EventTypeNames.of(List.of()),
                LogTimes.ANY,
                ONE_PERCENT,
                true,
                null,
                false);
    }

    @Test
    void everyFaultOfTheFilesIsReportedAtOnce() throws IOException {
        Path in = file("events.csv", TestFiles.events(5));

        assertThatThrownBy(() -> new Import(
                                new ImportSettings(
                                        ExportFormat.GORSE,
                                        List.of(in, folder.resolve("typo")),
                                        in,
                                        List.of(in),
                                        folder,
                                        EventTypeNames.of(List.of()),
                                        LogTimes.ANY,
                                        0,
                                        true,
                                        null,
                                        false),
                                Progress.NONE)
                        .run())
                .isInstanceOf(BadInputException.class)
                .hasMessage(folder.resolve("typo") + ": no such file; --out " + in + " is the file of --in " + in
                        + ", which would be lost; expected another file; --items-out " + folder
                        + ": is a directory, expected the name of a file");
        assertThat(in).hasContent(TestFiles.events(5));
    }

    @Test
    void everyFaultOfTheSettingsIsReportedAtOnce() {
        assertThatThrownBy(() -> new ImportSettings(
                        ExportFormat.RETAILROCKET,
                        List.of(),
                        folder,
                        List.of(folder),
                        null,
                        EventTypeNames.of(List.of("a=view")),
                        LogTimes.ANY,
                        2,
                        false,
                        null,
                        false))
                .isInstanceOf(BadInputException.class)
                .hasMessage("no file to import, expected at least one; items without items-out, expected both; "
                        + "item properties of retailrocket need no import, train takes them as they are; "
                        + "max-bad-rows is 2.0, expected 0 to 1");
    }

    @Test
    void itemsBecomeThePropertiesThatTrainingReads() throws IOException {
        Path in = file("f.csv", "USER_ID,ITEM_ID,TIMESTAMP\nu,a,1\n");
        Path items = file(
                "i.csv",
                "ITEM_ID,PRICE,CATEGORY_L1,CREATION_TIMESTAMP\n\"a,\"\"1\"\"\",9.5,\"Shoes, Boots\",7\nb,,,\n");
        Path out = folder.resolve("new/properties.csv");

        ImportSummary summary = new Import(
                        new ImportSettings(
                                ExportFormat.PERSONALIZE,
                                List.of(in),
                                folder.resolve("new/log.ndjson"),
                                List.of(items),
                                out,
                                EventTypeNames.of(List.of()),
                                LogTimes.ANY,
                                0,
                                false,
                                null,
                                false),
                        Progress.NONE)
                .run();

        assertThat(summary.itemRows()).isEqualTo(2);
        List<ItemProperty> properties = new ArrayList<>();
        RetailRocket.readProperties(Source.of(out, 0, Progress.NONE), name -> true, properties::add);
        assertThat(properties)
                .containsExactly(
                        property(7000, "a,\"1\"", "categoryid", "Shoes, Boots"),
                        property(7000, "a,\"1\"", "available", "1"),
                        property(7000, "a,\"1\"", "790", "9.5"),
                        property(0, "b", "available", "1"));
    }

    private static ItemProperty property(long timestampMs, String item, String name, String value) {
        return new ItemProperty(timestampMs, new ItemId(item), name, value);
    }

    @Test
    void aTaobaoLogIsReadByTheNamesThatItsActsHave() throws IOException {
        Path in = file("events.csv", """
            ,VisitorId,event,ItemID,timestamp
            0,1,pv,a,1511544070
            1,1,pv,a,1511544070
            2,1,cart,a,1511544071
            3,2,fav,b,1511544072
            4,1,buy,a,1511544069
            """);
        Path log = folder.resolve("log.ndjson");
        LogTimes seconds = LogTimes.until(Clock.systemUTC(), LogTimes.Unit.S);

        ImportSummary summary = new Import(
                        new ImportSettings(
                                ExportFormat.RETAILROCKET,
                                List.of(in),
                                log,
                                List.of(),
                                null,
                                EventTypeNames.of(List.of()),
                                seconds,
                                0,
                                false,
                                null,
                                false),
                        Progress.NONE)
                .run();

        assertThat(summary.lines())
                .containsExactly(
                        "What was read",
                        "  4 of 5 rows from 1 file, 1 repeat",
                        "  4 events of 1 shopper on 1 item: 2 views, 1 add to cart, 1 transaction",
                        "  From 2017-11-24 to 2017-11-24 (UTC)",
                        "  1 row out of order; training sorts them",
                        "  Repeats were written too; training counts each event once",
                        "  Left out: 'fav' (1 event)");
        assertThat(written(log))
                .extracting(Event::timestampMs)
                .containsExactly(1511544070000L, 1511544070000L, 1511544071000L, 1511544069000L);
    }

    @Test
    void aBotIsReportedBeforeAnythingIsTrained() throws IOException {
        Path in = file(
                "events.csv",
                TestFiles.EVENTS_HEADER
                        + IntStream.range(0, 2_500)
                                .mapToObj(i -> i + ",crawler,view," + i + ",\n")
                                .collect(Collectors.joining()));

        ImportSummary summary =
                new Import(settings(ExportFormat.RETAILROCKET, in, folder.resolve("log.ndjson")), Progress.NONE).run();

        assertThat(summary.lines())
                .endsWith(
                        "  1 visitor with more than 1 % of the events, up to 100.0 %: a bot or a test? Only the latest"
                                + " 1,000 of each count in training");
    }

    @Test
    void timesOfGorseHaveNoUnit() {
        assertThatThrownBy(() -> new ImportSettings(
                        ExportFormat.GORSE,
                        List.of(folder),
                        folder,
                        List.of(),
                        null,
                        EventTypeNames.of(List.of()),
                        LogTimes.until(Clock.systemUTC(), LogTimes.Unit.S),
                        0,
                        false,
                        null,
                        false))
                .hasMessage("times of gorse are dates, expected no --time-unit");
    }
}
