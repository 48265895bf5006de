package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Money;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NdjsonLogTest {
    private static final double ALL_MAY_BE_BAD = 1;
    private static final String GOOD = "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":1}";

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    private ReadReport read(String text) throws IOException {
        return read(TestFiles.write(folder, "log.ndjson", text));
    }

    private ReadReport read(Path file) {
        return NdjsonLog.read(file, ALL_MAY_BE_BAD, Progress.NONE, events::add);
    }

    private static byte[] written(List<Event> events) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (NdjsonLog.Writer writer = new NdjsonLog.Writer(bytes)) {
            for (Event event : events) {
                writer.write(event);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void anEventIsOneLineAndPartsThatAreNullAreLeftOut() throws IOException {
        byte[] bytes = written(List.of(
                Event.of(new UserId("u"), EventType.ADD_TO_CART, new ItemId("i"), 5),
                new Event("e", new UserId("u"), EventType.TRANSACTION, new ItemId("i"), 6, "t", 9.5, "r", "home")));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("""
                        {"user_id":"u","type":"addtocart","item_id":"i","timestamp":5}
                        {"event_id":"e","user_id":"u","type":"transaction","item_id":"i","timestamp":6,\
                        "transaction_id":"t","value":9.5,"recommendation_id":"r","placement":"home"}
                        """);
    }

    @Test
    void everyEventComesBackAsWritten() throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        List<Event> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            written.add(new Event(
                    random.nextBoolean() ? null : id(random),
                    new UserId(id(random)),
                    EventType.values()[random.nextInt(3)],
                    new ItemId(id(random)),
                    (long) (random.nextDouble() * Event.LATEST_MS),
                    random.nextBoolean() ? null : id(random),
                    value(random),
                    random.nextBoolean() ? null : id(random),
                    random.nextBoolean() ? null : "home"));
        }
        Path file = Files.write(folder.resolve("log.ndjson"), written(written));

        ReadReport report = read(file);

        assertThat(report.badRows()).as("seed %d: %s", seed, report.samples()).isZero();
        assertThat(events).as("seed %d", seed).isEqualTo(written);
    }

    /** An id of random allowed characters, from all planes of Unicode. */
    private static String id(Random random) {
        StringBuilder id = new StringBuilder();
        int length = 1 + random.nextInt(60);
        while (id.length() < length) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
            boolean printable = !Character.isISOControl(c) && c != 0xFFFD;
            if (printable && Character.getType(c) != Character.SURROGATE) {
                id.appendCodePoint(c);
            }
        }
        return id.toString();
    }

    private static @Nullable Double value(Random random) {
        double value = Double.longBitsToDouble(random.nextLong());
        return random.nextBoolean() || !Money.isPlausible(value) ? null : Double.valueOf(value);
    }

    @Test
    void namesOfRetailRocketAndTimesOfIso8601AreRead() throws IOException {
        read("""
                {"timestamp":1433221332117,"visitorid":257597,"event":"transaction","itemid":355908,"transactionid":4000}
                {"timestamp":"2015-06-02T05:02:12.117Z","user_id":"a","type":"view","item_id":"b","extra":[{}]}
                {"timestamp":"2015-06-02T07:02:12.117+02:00","user_id":"a","type":"view","item_id":"b"}
                {"timestamp":"1433221332117","user_id":"a","type":"Product Viewed","item_id":"b"}
                """);

        assertThat(events).hasSize(4).extracting(Event::timestampMs).containsOnly(1_433_221_332_117L);
        assertThat(events.get(0))
                .isEqualTo(new Event(
                        null,
                        new UserId("257597"),
                        EventType.TRANSACTION,
                        new ItemId("355908"),
                        1_433_221_332_117L,
                        "4000",
                        null,
                        null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1]|column 1: a JSON array, not one object a line, expected an event as a JSON object",
                "7|column 1: not an object, expected an event as a JSON object",
                "null|column 1: not an object, expected an event as a JSON object",
                "\"text\"|column 1: not an object, expected an event as a JSON object",
                "{}|timestamp is missing, expected milliseconds since 1970 or ISO 8601 with an offset, "
                        + "such as 2015-06-02T05:02:12Z",
                "{\"timestamp\":1}|user_id is missing, expected 1 to 128 characters",
                "{\"timestamp\":1,\"user_id\":\"u\",\"type\":\"look\",\"item_id\":\"i\"}|"
                        + "type is 'look', expected view, addtocart, remove_from_cart or transaction",
                "{\"timestamp\":1,\"user_id\":\"u\",\"visitorid\":\"v\",\"type\":\"view\",\"item_id\":\"i\"}|"
                        + "user_id is 'u', but visitorid is 'v', expected one of them",
            })
    void aLineThatIsNoEventIsCountedWithItsLineAndReason(String line, String reason) throws IOException {
        Path file = TestFiles.write(folder, "log.ndjson", GOOD + "\n\n  \r\n" + line + "\n" + GOOD);

        ReadReport report = read(file);

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.samples()).containsExactly(new ReadReport.BadRow(file.toString(), 4, reason));
        assertThat(events).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"timestamp\":1|column 15: Unexpected end-of-input",
                "{\"timestamp\":NaN}|column 17: Non-standard token 'NaN'",
                "{\"timestamp\":1} {\"timestamp\":2}|column 17: more than one object",
                "{\"timestamp\":1}]|column 16: Unexpected close marker",
                "{\"a\":1,\"a\":2}|column 12: Duplicate key",
                "nonsense|column 1: Unrecognized token 'nonsense'",
                "{'a':1}|column 2: Unexpected character",
                "{\"a\":\"\u0007\"}|column 7: Illegal unquoted character",
            })
    void aLineThatIsNoJsonIsCountedWithItsColumn(String line, String start) throws IOException {
        ReadReport report = read(GOOD + "\n" + line + "\n" + GOOD + "\n");

        assertThat(report.samples()).hasSize(1);
        assertThat(report.samples().get(0).line()).isEqualTo(2);
        assertThat(report.samples().get(0).reason())
                .startsWith(start)
                .endsWith(", expected an event as a JSON object")
                .doesNotContain("\n", "\u0007", "StreamReadFeature", "JsonReadFeature");
        assertThat(events).hasSize(2);
    }

    @Test
    void deepNestingAndEndlessNumbersAreBadRows() throws IOException {
        String start = GOOD.replace("}", ",\"extra\":");
        ReadReport report = read(start + "[".repeat(60_000) + "\n" + start + "{\"a\":".repeat(10_000) + "\n" + start
                + "9".repeat(60_000) + "}\n" + start + "1e" + "9".repeat(60_000) + "}\n" + GOOD + "\n");

        assertThat(report.badRows()).as("%s", report.samples()).isEqualTo(4);
        assertThat(report.samples())
                .allSatisfy(sample -> assertThat(sample.toString()).doesNotContain("Stream"));
        assertThat(events).hasSize(1);
    }

    @Test
    void numbersTooLargeForTheirFieldAreBadRows() throws IOException {
        ReadReport report = read(GOOD.replace("}", ",\"value\":1e999}") + "\n" + GOOD.replace(":1}", ":1e12}") + "\n"
                + GOOD.replace(":1}", ":99999999999999999999999}") + "\n");

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::reason)
                .containsExactly(
                        "value is out of range, expected a number from -1e15 to 1e15",
                        "timestamp is 1.0E12, " + EventDecoder.EXPECTED_TIME,
                        "timestamp is 99999999999999999999999, " + EventDecoder.EXPECTED_TIME);
    }

    @Test
    void aLineLongerThanTheBoundIsABadRowAndTheNextOneIsRead() throws IOException {
        String longest = GOOD + " ".repeat(65_536 - GOOD.length());

        ReadReport report = read(longest + "\n" + longest + " \n" + GOOD);

        assertThat(report.rows()).isEqualTo(3);
        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, ReadReport.BadRow::reason)
                .containsExactly(tuple(2L, "65537 characters, expected at most 65536"));
    }

    @Test
    void aFileOfBadLinesIsOneClearError() throws IOException {
        Path file = TestFiles.write(folder, "log.ndjson", GOOD + "\n" + "{oops}\n".repeat(2_000));

        assertThatThrownBy(() -> NdjsonLog.read(file, 0.01, Progress.NONE, events::add))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + ", line 2: column 2: Unexpected character")
                .hasMessageEndingWith("; 999 of 1,000 rows are bad, --max-bad-rows allows 1 %");
    }

    @Test
    void aFileOfEmptyLinesHoldsNoRows() throws IOException {
        Path file = TestFiles.write(folder, "log.ndjson", "\n\r\n \n");

        assertThatThrownBy(() -> read(file)).hasMessage(file + ": holds no rows, expected at least one");
    }
}
