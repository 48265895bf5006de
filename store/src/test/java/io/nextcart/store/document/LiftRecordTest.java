package io.nextcart.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiftRecordTest {
    private static final long START_MS = Instant.parse("2026-03-01T02:00:00Z").toEpochMilli();
    private static final LiftGroups NOTHING =
            new LiftGroups(new LiftGroups.Group(0, 0, 0, 0, 0, 0), new LiftGroups.Group(3, 0, 3, 0, 0, 0), -1, 1 / 0.0);
    private static final LiftGroups SOME = new LiftGroups(
            new LiftGroups.Group(10, 2, 30, 3, 1, 9.5), new LiftGroups.Group(100, 30, 300, 40, 10, 95), 0.1, 2);

    @Test
    void whatWasWrittenIsRead() throws Exception {
        LiftRecord record = LiftRecord.begin(0.05, START_MS)
                .looked(new LiftRecord.Look(START_MS, START_MS, NOTHING), Map.of(), Map.of())
                .looked(
                        new LiftRecord.Look(START_MS + 86_400_000L, START_MS, SOME),
                        Map.of(LocalDate.of(2026, 2, 23), SOME),
                        Map.of("home", NOTHING));
        assertThat(record.looks()).hasSize(2);
        assertThat(LiftRecord.read(record.toJson().toIndentedBytes(), "place")).isEqualTo(record);
    }

    @Test
    void theOldestOfManyLooksAreDropped() {
        LiftRecord record = LiftRecord.begin(0.05, START_MS);
        for (int day = 0; day < 500; day++) {
            record = record.looked(
                    new LiftRecord.Look(START_MS + day * 86_400_000L, START_MS, SOME), Map.of(), Map.of());
        }
        assertThat(record.looks()).hasSize(400);
        assertThat(record.looks().get(399).atMs()).isEqualTo(START_MS + 499 * 86_400_000L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"control_share":0,"since":"2026-03-01T02:00:00Z"}    | field 'control_share' is 0, expected a number above 0 and below 1
        {"control_share":0.1,"since":3}                       | field 'since' is 3, expected a time such as 2015-09-18T02:59:47Z
        {"control_share":0.1,"since":"2026-03-01T02:00:00Z","weeks":[{"from":"x"}]} | field 'weeks[0].from' is 'x', expected a day such as 2015-09-14
        {"control_share":0.1,"since":"2026-03-01T02:00:00Z","placements":[{"placement":"home"}]} | field 'placements[0].lift' is missing, expected an object
        """)
    void aDamagedRecordNamesPlaceFieldAndWhatWasExpected(String json, String expected) {
        assertThatThrownBy(() -> LiftRecord.read(json.getBytes(StandardCharsets.UTF_8), "s3://b/lift.json"))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessage("s3://b/lift.json: " + expected);
    }
}
