package io.nextcart.data.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Implausible times are found, in every format of a log. */
class LogTimesTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2016-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final long JUNE_MS = 1_433_221_332_117L;

    @TempDir
    private Path folder;

    private final List<Event> events = new ArrayList<>();

    private enum Form {
        CSV,
        NDJSON;

        String row(Object time) {
            return this == CSV
                    ? time + ",u,view,i,\n"
                    : "{\"user_id\":\"u\",\"type\":\"view\",\"item_id\":\"i\",\"timestamp\":" + time + "}\n";
        }

        String field() {
            return this == CSV ? "column timestamp" : "timestamp";
        }
    }

    private ReadReport read(Form form, String rows, LogTimes.@Nullable Unit unit) throws IOException {
        Path file = TestFiles.write(folder, "log", form == Form.CSV ? TestFiles.EVENTS_HEADER + rows : rows);
        return EventFiles.read(new Source(file, LogTimes.until(NOW, unit), 0.01, Progress.NONE), events::add);
    }

    @ParameterizedTest
    @EnumSource
    void secondsAreRefusedWithTheLineAndTheWayOut(Form form) {
        assertThatThrownBy(() -> read(form, form.row(JUNE_MS / 1000).repeat(5_000), null))
                .isInstanceOf(BadInputException.class)
                .hasMessage(folder.resolve("log") + ", line " + (form == Form.CSV ? 2 : 1) + ": " + form.field()
                        + " is '1433221332', 1970-01-17 in milliseconds but 2015-06-02 in seconds; --time-unit s reads"
                        + " seconds; 1,000 of 1,000 rows are bad, --max-bad-rows allows 1 %");
        assertThat(events).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void microsecondsAreRefusedWithTheLineAndTheWayOut(Form form) {
        assertThatThrownBy(() -> read(form, form.row(1000 * JUNE_MS).repeat(3), null))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "is '1433221332117000', after the year 9999 in milliseconds but 2015-06-02 in microseconds;"
                                + " --time-unit us reads microseconds; 3 of 3 rows are bad");
    }

    @ParameterizedTest
    @EnumSource
    void millisecondsAreRefusedWhereTheUnitIsSaidToBeAnother(Form form) {
        assertThatThrownBy(() -> read(form, form.row(JUNE_MS), LogTimes.Unit.S))
                .hasMessageContaining("in seconds but 2015-06-02 in milliseconds; --time-unit ms reads milliseconds");
    }

    @ParameterizedTest
    @CsvSource({
        "CSV,S,1433221332,1433221332000",
        "CSV,US,1433221332117999,1433221332117",
        "CSV,MS,1433221332117,1433221332117",
        "NDJSON,S,1433221332,1433221332000",
        "NDJSON,US,1433221332117999,1433221332117",
        "NDJSON,S,'\"2015-06-02T05:02:12Z\"',1433221332000"
    })
    void timesAreConvertedFromTheUnitThatIsGiven(Form form, LogTimes.Unit unit, String time, long ms)
            throws IOException {
        assertThat(read(form, form.row(time), unit).badRows()).isZero();
        assertThat(events).extracting(Event::timestampMs).containsExactly(ms);
    }

    @ParameterizedTest
    @EnumSource
    void eventsThatCannotBeTrueAreLeftOutAndCounted(Form form) throws IOException {
        long now = NOW.millis();
        long day = 86_400_000;

        ReadReport report = read(
                form,
                form.row(JUNE_MS)
                        + form.row(0)
                        + form.row(631_151_999_999L)
                        + form.row(631_152_000_000L)
                        + form.row(now + day)
                        + form.row(now + day + 1),
                null);

        assertThat(events).extracting(Event::timestampMs).containsExactly(JUNE_MS, 631_152_000_000L, now + day);
        assertThat(report.rows()).isEqualTo(6);
        assertThat(report.badRows()).isZero();
        assertThat(report.outside().early()).isEqualTo(2);
        assertThat(report.outside().late()).isEqualTo(1);
        assertThat(String.valueOf(report.outside().first()))
                .isEqualTo(folder.resolve("log") + ", line " + (form == Form.CSV ? 3 : 2) + ": " + form.field()
                        + " is '0', 1970-01-01, expected a time from 1990 to a day from now");
    }

    @ParameterizedTest
    @EnumSource
    void aLogOfWhichNoTimeCanBeTrueIsRefused(Form form) {
        assertThatThrownBy(() -> read(form, form.row(5).repeat(2_000), null))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is '5', 1970-01-01, expected a time from 1990 to a day from now; all rows are"
                        + " before 1990 or in the future");
    }

    @Test
    void anItemMayHaveHadItsPropertiesAlways() throws IOException {
        Path file =
                TestFiles.write(folder, "p.csv", "timestamp,itemid,property,value\n0,i,790,n1\n1433221332,i,790,n2\n");
        List<Long> times = new ArrayList<>();

        RetailRocket.readProperties(
                new Source(file, LogTimes.until(NOW, LogTimes.Unit.S), 0, Progress.NONE),
                name -> true,
                property -> times.add(property.timestampMs()));

        assertThat(times).containsExactly(0L, 1_433_221_332_000L);
    }
}
