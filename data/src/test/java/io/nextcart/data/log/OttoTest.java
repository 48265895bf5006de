package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OttoTest {
    private static final String GOOD =
            "{\"session\":1,\"events\":[{\"aid\":7,\"ts\":1659304800025,\"type\":\"clicks\"}]}\n";

    @TempDir
    Path folder;

    private final List<Event> events = new ArrayList<>();
    private final EventTypeTally types = new EventTypeTally(EventTypeNames.of(List.of("orders=skip")));

    private ReadReport read(String text) throws IOException {
        return read(TestFiles.write(folder, "train.jsonl", text), 1);
    }

    private ReadReport read(Path file, double maxBadRows) {
        LogTimes until2023 = LogTimes.until(Clock.fixed(Instant.parse("2023-01-01T00:00:00Z"), ZoneOffset.UTC), null);
        return Otto.read(new Source(file, until2023, maxBadRows, Progress.NONE), types, events::add);
    }

    @Test
    void aSessionIsAShopperAndEachOfItsEventsARow() throws IOException {
        ReadReport report = read("""
                {"session":12,"events":[{"aid":7,"ts":1659304800025,"type":"clicks"},{"aid":"b","ts":1659304800026,"type":"carts"}]}\r

                {"events":[{"type":"orders","ts":1659304800027,"aid":7},{"x":[1],"type":"clicks","ts":1659304800028,"aid":8}],\
                "more":{"a":[]},"session":"s"}
                {"session":13,"events":[]}""");

        assertThat(report).isEqualTo(new ReadReport(4, 0, List.of(), ReadReport.Outside.NONE));
        assertThat(types.skipped()).isEqualTo("'orders' (1 event)");
        assertThat(events)
                .containsExactly(
                        Event.of(new UserId("12"), EventType.VIEW, new ItemId("7"), 1_659_304_800_025L),
                        Event.of(new UserId("12"), EventType.ADD_TO_CART, new ItemId("b"), 1_659_304_800_026L),
                        Event.of(new UserId("s"), EventType.VIEW, new ItemId("8"), 1_659_304_800_028L));
    }

    @Test
    void aSessionOfThousandsOfEventsIsRead() throws IOException {
        String event = "{\"aid\":7,\"ts\":1659304800025,\"type\":\"clicks\"}";
        String line = "{\"session\":1,\"events\":[" + (event + ",").repeat(20_000) + event + "]}\n";
        Path file = Files.write(folder.resolve("train.jsonl.gz"), TestFiles.gzip("\uFEFF" + line + GOOD));

        ReadReport report = read(file, 0);

        assertThat(report.rows()).isEqualTo(20_002);
        assertThat(events).hasSize(20_002);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'ts':1659304800025,'type':'clicks'}|aid is missing, expected aid, ts and type",
                "{'aid':null,'ts':1659304800025,'type':'clicks'}|aid is missing, expected aid, ts and type",
                "{'aid':[{}],'ts':1659304800025,'type':'clicks'}|aid is missing, expected aid, ts and type",
                "{'aid':1.5,'ts':1659304800025,'type':'clicks'}|aid is missing, expected aid, ts and type",
                "{'aid':'','ts':1659304800025,'type':'clicks'}|aid has 0 characters, expected 1 to 128",
                "{'aid':1,'ts':1659304800025}|type is missing, expected aid, ts and type",
                "{'aid':1,'ts':-5,'type':'clicks'}|ts is '-5', expected milliseconds since 1970",
                "{'aid':1,'ts':1659304800,'type':'clicks'}"
                        + "|ts is '1659304800', 1970-01-20 in milliseconds but 2022-07-31 in seconds; --time-unit s reads seconds",
                "{'aid':1,'ts':99999999999999999999999999,'type':'clicks'}"
                        + "|ts is '99999999999999999999999999', expected milliseconds since 1970",
            })
    void aBadEventIsCountedAndTheOthersOfItsSessionAreRead(String event, String reason) throws IOException {
        String good = "{'aid':2,'ts':1659304800025,'type':'clicks'}";
        Path file = TestFiles.write(
                folder,
                "train.jsonl",
                GOOD + ("{'session':3,'events':[" + good + "," + event + "," + good + "]}\n").replace('\'', '"'));

        ReadReport report = read(file, 1);

        assertThat(report.rows()).isEqualTo(4);
        assertThat(report.samples()).containsExactly(new ReadReport.BadRow(file.toString(), 2, "event 2: " + reason));
        assertThat(events).hasSize(3);
    }

    @Test
    void aLineThatIsNoSessionLosesAllItsEvents() throws IOException {
        String events =
                "'events':[{'aid':2,'ts':1659304800025,'type':'clicks'},{'aid':2,'ts':1659304800025,'type':'clicks'}]";
        ReadReport report = read(GOOD
                + ("{" + events + "}\n{'session':1," + events + "\n{'session':1}\n{'session':1,'events':7}\n"
                                + "{'session':1,'events':[7]}\n{'session':{},'events':[]}\n7\nnonsense\n{'session':1,"
                                + events + "} {}\n" + "[".repeat(5_000) + "\n")
                        .replace('\'', '"')
                + GOOD);

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::line, bad -> bad.reason().replaceAll(": .*,", ":"))
                .containsExactly(
                        tuple(2L, "session is missing, expected session and events"),
                        tuple(3L, "column 114: expected a session as a JSON object"),
                        tuple(4L, "events is missing, expected session and events"),
                        tuple(5L, "column 23: expected a session as a JSON object"),
                        tuple(6L, "column 24: expected a session as a JSON object"),
                        tuple(7L, "session is missing, expected session and events"),
                        tuple(8L, "column 1: expected a session as a JSON object"),
                        tuple(9L, "column 1: expected a session as a JSON object"),
                        tuple(10L, "column 116: expected a session as a JSON object"),
                        tuple(11L, "column 1: expected a session as a JSON object"));
        assertThat(report.badRows()).isEqualTo(13);
        assertThat(this.events).hasSize(2);
    }

    @Test
    void aFileOfBadLinesIsOneClearError() throws IOException {
        Path file = TestFiles.write(folder, "train.jsonl", GOOD + "{oops}\n".repeat(2_000));

        assertThatThrownBy(() -> read(file, 0.01))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(file + ", line 2: column 2: Unexpected character")
                .hasMessageEndingWith("999 of 1,000 rows are bad, --max-bad-rows allows 1 %");
    }

    @Test
    void aLineWithoutAnEndDoesNotFillTheMemory() throws IOException {
        ReadReport report = read("{\"session\":" + "1".repeat(9_000_000) + "\n" + GOOD);

        assertThat(report.samples())
                .extracting(ReadReport.BadRow::reason)
                .containsExactly("9000011 characters, expected at most 4194304");
        assertThat(events).hasSize(1);
    }
}
