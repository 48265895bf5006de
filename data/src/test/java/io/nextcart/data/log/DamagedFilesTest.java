package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An unusable file leads to one clear line, soon, and never to a stack trace, a hang or a full memory. */
@Timeout(60)
final class DamagedFilesTest {
    private static final String EXPECTED =
            "expected the columns timestamp, visitorid, event, itemid, each once, in any order";

    private static final double ONE_PERCENT = 0.01;
    private static final int LINE_BYTES = 10_000_000;

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();

    private ReadReport read(Path file) {
        return EventFiles.read(file, ONE_PERCENT, Progress.NONE, events::add);
    }

    private Path file(String text) throws IOException {
        return TestFiles.write(folder, "events.csv", text);
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("events.csv"), bytes);
    }

    private void assertRefused(Path file, String messageAfterTheName) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + messageAfterTheName);
    }

    @Test
    void aMissingFileIsNamed() {
        assertRefused(folder.resolve("none.csv"), ": no such file");
    }

    @Test
    void aFolderIsNoFile() {
        assertRefused(folder, ": is a directory, expected a file");
    }

    @Test
    void anEmptyFileIsRefused() throws IOException {
        assertRefused(file(""), ": is empty, expected rows of text");
        assertRefused(file(TestFiles.gzip("")), ", line 1: header is '', " + EXPECTED);
    }

    @Test
    void aHeaderAloneIsRefused() throws IOException {
        assertRefused(file(TestFiles.EVENTS_HEADER), ": holds no rows, expected at least one");
        assertRefused(file("\uFEFF" + TestFiles.EVENTS_HEADER.strip()), ": holds no rows, expected at least one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            x                                                     | ''
            timestamp,visitorid,event,transactionid               | ; missing: itemid
            timestamp,visitorid,event,itemid,transactionid,itemid | ; the column 'itemid' is there twice, as number 4 and 6; rename or remove one of them
            1433221332117,1433221332117,view,355908,              | ''
            """)
    void anotherHeaderIsQuotedBesideTheExpectedOne(String header, String fault) throws IOException {
        assertRefused(file(header + "\n1,2,view,3,\n"), ", line 1: header is '" + header + "', " + EXPECTED + fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sep=;\r\n", "SEP=;\n", "\uFEFF\"sep=;\"\n"})
    void aLineOfExcelBeforeTheHeaderSaysWhatSeparatesTheColumns(String line) throws IOException {
        Path file = file(line + "timestamp;visitorid;event;itemid;\"a,b,c,d,e,f,g\"\n1;2;view;3;\n1;;view;5;\n");
        ReadReport report = EventFiles.read(file, 0.5, Progress.NONE, events::add);
        assertThat(events).containsExactly(Event.of(new UserId("2"), EventType.VIEW, new ItemId("3"), 1));
        assertThat(report.samples().get(0).line()).isEqualTo(4);
        assertRefused(file("sep=;\n"), ", line 1: header is '', " + EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4,00638E+12", "4.00638E+12", "4E+05", "4.00638e+12"})
    void anIdWhoseDigitsASpreadsheetHasCutIsRefused(String id) throws IOException {
        Path file = file("timestamp;visitorid;event;itemid\n" + "1;2;view;3\n".repeat(500) + "1;2;view;" + id + "\n");
        assertRefused(
                file,
                ", line 502: column itemid is '" + id + "', a number whose digits a spreadsheet has cut, expected the"
                        + " whole id; in Excel, format the column as Number with 0 decimal places before saving, or"
                        + " open the original by Data > From Text/CSV with the column as Text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4E12", "12E+3", "E+12", "4,00638E+12 cm", "+4", "4006381333931"})
    void anIdThatOnlyLooksSimilarIsRead(String id) throws IOException {
        read(file("timestamp;visitorid;event;itemid\n1;2;view;" + id + "\n"));
        assertThat(events).containsExactly(Event.of(new UserId("2"), EventType.VIEW, new ItemId(id), 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void theHeaderSaysWhatSeparatesTheColumns(String separator) throws IOException {
        String text = "\n\"timestamp\",visitorid,event,\"item id\",\"a;b;c;d;e;f;g\"\n1,2,view,3,\n1,4,view,5,\n";
        assertThat(read(file(text.replace(",", separator))).badRows()).isZero();
        assertThat(events)
                .containsExactly(
                        Event.of(new UserId("2"), EventType.VIEW, new ItemId("3"), 1),
                        Event.of(new UserId("4"), EventType.VIEW, new ItemId("5"), 1));
    }

    @Test
    void textThatIsNotUtf8IsNamedWithWhatToDo() throws IOException {
        String advice = "; if the file is in Windows-1252, as spreadsheets write CSV, convert it:"
                + " iconv -f WINDOWS-1252 -t UTF-8 IN > OUT";
        Charset latin = Charset.forName("windows-1252");
        assertRefused(
                file("timestamp,visitorid,event,Stück\n1,2,view,3\n".getBytes(latin)),
                ", line 1: header is 'timestamp,visitorid,event,St?ck', not UTF-8, " + EXPECTED + "; missing: itemid"
                        + advice);
        String row = "column itemid is not UTF-8 at position 1, expected text in UTF-8";
        assertRefused(
                file((TestFiles.EVENTS_HEADER + "1,2,view,Müsli,\n").getBytes(latin)),
                ", line 2: " + row + "; 1 of 1 rows are bad, --max-bad-rows allows 1 %" + advice);
        assertRefused(
                file("{\"user_id\":1,\"type\":\"view\",\"item_id\":\"Müsli\",\"timestamp\":1}".getBytes(latin)),
                ", line 1: " + row.replace("column itemid", "item_id")
                        + "; 1 of 1 rows are bad, --max-bad-rows allows 1 %" + advice);
    }

    @Test
    void jsonBeyondTheLimitsOfTheParserIsABadRowWithTheReason() throws IOException {
        String bad = "; 1 of 1 rows are bad, --max-bad-rows allows 1 %";
        assertRefused(
                file("{\"a\":" + "[".repeat(1001)),
                ", line 1: Document nesting depth (1001) exceeds the maximum allowed (1000),"
                        + " expected an event as a JSON object" + bad);
        assertRefused(
                file("{\"timestamp\":" + "1".repeat(1001) + "}"),
                ", line 1: Number value length (1001) exceeds the maximum allowed (1000),"
                        + " expected an event as a JSON object" + bad);
    }

    @Test
    void aHeaderOfNoiseIsQuotedShortAndPrintable() throws IOException {
        Path file = file("\u0001\u001b[31m" + "é".repeat(1_000_000) + "\n");

        assertThatThrownBy(() -> read(file))
                .hasMessage(file + ", line 1: header is '??[31m" + "é".repeat(194) + "…', " + EXPECTED);
    }

    @Test
    void theWrongKindOfFileIsRefusedByItsHeader() throws IOException {
        Path file = file(TestFiles.events(1));

        assertThatThrownBy(() -> RetailRocket.readCategories(file, 0, Progress.NONE, category -> {}))
                .hasMessageEndingWith("expected the columns categoryid, parentid, each once, in any order");
        assertThatThrownBy(() ->
                        RetailRocket.readProperties(Source.of(file, 0, Progress.NONE), name -> true, property -> {}))
                .hasMessageEndingWith(
                        "expected the columns timestamp, itemid, property, value, each once, in any order; missing: property, value");
    }

    @Test
    void aFileOfAnotherKindIsCalledByItsName() throws IOException {
        byte[] text = TestFiles.events(3).getBytes(StandardCharsets.UTF_8);
        String expected = ", expected text in UTF-8, plain or compressed once by gzip";
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("events.csv"));
            out.write(text);
        }
        assertRefused(file(zip.toByteArray()), ": is a zip archive (or a workbook of Excel)" + expected);
        byte[] once = TestFiles.gzip(TestFiles.events(3));
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(twice)) {
            out.write(once);
        }
        assertRefused(file(twice.toByteArray()), ": is gzip within gzip" + expected);
        for (Charset wide : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertRefused(
                    file(TestFiles.events(3).getBytes(wide)),
                    ": is UTF-16" + expected + "; convert it: iconv -f UTF-16 -t UTF-8 IN > OUT");
        }
        byte[] noise = new byte[300];
        new Random(7).nextBytes(noise);
        assertRefused(file(noise), ": is binary data of an unknown kind" + expected);
        assertRefused(file("PAR1\u0000\u0001"), ": is a Parquet file" + expected);
        assertRefused(
                file(new byte[] {(byte) 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 4}),
                ": is compressed by zstd" + expected);
        for (String array : List.of("[{\"user_id\":\"u\",\"type\":\"view\"}]\n", " [\n  {\"user_id\":\"u\"}\n]\n")) {
            assertRefused(
                    file(array),
                    ": is a JSON array, expected CSV, or one JSON object a line, as jq -c '.[]' writes it");
        }
    }

    @Test
    void severalGzipMembersAreOneFile() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(TestFiles.gzip(TestFiles.events(1_000)));
        bytes.write(TestFiles.gzip(""));
        bytes.write(TestFiles.gzip("1,2,view,3,\n".repeat(20_000)));
        bytes.write(TestFiles.gzip("4,5,view,6,"));

        assertThat(read(file(bytes.toByteArray())).rows()).isEqualTo(21_001);
    }

    @Test
    void everyTruncationOfGzipIsNoticed() throws IOException {
        byte[] first = TestFiles.gzip(TestFiles.events(20));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(first);
        both.write(TestFiles.gzip("1,2,view,3,\n".repeat(20)));
        for (int length = 2; length < both.size(); length++) {
            Path file = file(Arrays.copyOf(both.toByteArray(), length));
            if (length == first.length) {
                assertThat(read(file).rows()).isEqualTo(20);
            } else {
                assertThatThrownBy(() -> read(file))
                        .as("length %d", length)
                        .isInstanceOf(BadInputException.class)
                        .hasMessageStartingWith(file.toString())
                        .hasMessageEndingWith(": the gzip data ends too early, expected its end mark");
            }
        }
    }

    @Test
    void truncatedGzipNamesTheLastWholeLine() throws IOException {
        byte[] whole = TestFiles.gzip(TestFiles.events(100_000));
        Path file = file(Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageMatching(".*events.csv, after line \\d{4,5}: the gzip data ends too early, .*");
        assertThat(events).hasSizeGreaterThan(1_000);
    }

    /** Some bits have no effect: the time of compression, padding in the last byte. Damage to any other is detected. */
    @Test
    void noDamagedByteOfGzipChangesTheRows() throws IOException {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.write(TestFiles.gzip(TestFiles.events(20)));
        both.write(TestFiles.gzip("1,2,view,3,\n".repeat(20)));
        read(file(both.toByteArray()));
        List<Event> whole = List.copyOf(events);
        int refused = 0;
        for (int at = 0; at < both.size(); at++) {
            byte[] damaged = both.toByteArray();
            damaged[at] ^= 0x10;
            Path file = file(damaged);
            events.clear();

            Throwable thrown = catchThrowable(() -> read(file));

            if (thrown == null) {
                assertThat(events).as("byte %d", at).isEqualTo(whole);
            } else {
                assertOneLine(file, thrown, "byte " + at);
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(both.size() - 20);
    }

    @Test
    void bytesAfterTheEndOfGzipAreNoticed() throws IOException {
        byte[] whole = TestFiles.gzip(TestFiles.events(20));
        Path file = file(Arrays.copyOf(whole, whole.length + 1));

        assertThatThrownBy(() -> read(file)).hasMessageMatching(".*: the gzip data .*");
    }

    @Test
    void everyKindOfGzipHeaderIsRead() throws IOException {
        byte[] plain = TestFiles.gzip(TestFiles.events(20));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, 3);
        bytes.write(2 | 4 | 8 | 16);
        bytes.write(plain, 4, 6);
        bytes.write(new byte[] {3, 0, 'x', 'y', 'z'});
        bytes.write("events.csv\0a comment\0".getBytes(StandardCharsets.ISO_8859_1));
        CRC32 header = new CRC32();
        header.update(bytes.toByteArray());
        bytes.write((int) header.getValue());
        bytes.write((int) header.getValue() >> 8);
        bytes.write(plain, 10, plain.length - 10);

        assertThat(read(file(bytes.toByteArray())).rows()).isEqualTo(20);
    }

    /** An unclosed quote would swallow the rest of the file as one row. */
    @ParameterizedTest
    @ValueSource(ints = {100, 200_000})
    void aQuoteThatNeverClosesIsOneClearError(int rowsAfter) throws IOException {
        String text = TestFiles.events(50) + "\"" + TestFiles.events(rowsAfter).substring(47);

        for (Path file : List.of(file(text), Files.write(folder.resolve("zipped"), TestFiles.gzip(text)))) {
            assertThatThrownBy(() -> read(file))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(file + ", after line 51: not valid CSV, expected rows of ")
                    .hasMessageEndingWith(", every quote closed, and no field above 1,048,576 characters");
        }
    }

    @Test
    void aFileWithoutLineEndsIsToldInOurOwnWords() throws IOException {
        Path file = file(TestFiles.events(2) + "a".repeat(3_000_000));

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file + ", after line 3: not valid CSV, expected rows of"
                        + " the columns timestamp, visitorid, event, itemid, each once, in any order, every quote closed, and no field above"
                        + " 1,048,576 characters");
    }

    @Test
    void everyLineBetweenTwoStrayQuotesIsABadRow() throws IOException {
        Path file = file(TestFiles.events(100) + "1,\"2,view,3,\n" + "1,2,view,3,\n".repeat(500) + "1,2\",view,3,\n"
                + TestFiles.events(100).substring(47));

        assertThatThrownBy(() -> read(file))
                .hasMessage(file
                        + ", line 102: column visitorid has 6013 characters, expected 1 to 128; ".replace(",012", "012")
                        + "502 of 702 rows are bad, --max-bad-rows allows 1 %");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"user_id\":\"", "\"", "1,2,view,"})
    void aHugeLineIsOneClearErrorWhateverItStartsWith(String start) throws IOException {
        for (String before : List.of("", TestFiles.EVENTS_HEADER)) {
            Path file = folder.resolve("huge");
            byte[] part = "x".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
            try (OutputStream out = Files.newOutputStream(file)) {
                out.write((before + start).getBytes(StandardCharsets.US_ASCII));
                for (int written = 0; written < LINE_BYTES; written += part.length) {
                    out.write(part);
                }
            }

            assertOneLine(file, catchThrowable(() -> read(file)), "huge line");
        }
    }

    @Test
    void noiseIsOneClearErrorOrBadRows() throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            byte[] noise = new byte[random.nextInt(20_000)];
            random.nextBytes(noise);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            switch (random.nextInt(4)) {
                case 0 -> bytes.write(TestFiles.EVENTS_HEADER.getBytes(StandardCharsets.US_ASCII));
                case 1 -> bytes.write('{');
                case 2 ->
                    bytes.write(TestFiles.events(1 + random.nextInt(2_000)).getBytes(StandardCharsets.US_ASCII));
                default -> {}
            }
            bytes.write(noise);
            bytes.write('x');
            Path file = file(bytes.toByteArray());

            Throwable thrown = catchThrowable(() -> read(file));

            if (thrown != null) {
                assertOneLine(file, thrown, "seed " + seed);
            }
        }
    }

    @Test
    void muchNoiseEndsSoonAndInLittleMemory() throws IOException {
        long seed = Long.getLong("nextcart.seed", 42);
        Random random = new Random(seed);
        byte[] noise = new byte[LINE_BYTES];
        for (String before : List.of("", TestFiles.EVENTS_HEADER, "{")) {
            random.nextBytes(noise);
            byte[] start = before.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(start, 0, noise, 0, start.length);
            Path file = file(noise);

            assertOneLine(file, catchThrowable(() -> read(file)), "seed " + seed);
        }
    }

    private static void assertOneLine(Path file, Throwable thrown, String description) {
        assertThat(thrown)
                .as(description)
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file.toString());
        assertThat(thrown.getMessage()).as(description).hasLineCount(1).hasSizeLessThan(1_000);
        assertThat(thrown.getMessage().codePoints().noneMatch(Character::isISOControl))
                .as(description)
                .isTrue();
    }
}
