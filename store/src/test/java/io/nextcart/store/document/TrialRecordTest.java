package io.nextcart.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.document.TrialRecord.Decision;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialRecordTest {
    private static final long START_MS = Instant.parse("2026-03-01T10:00:00Z").toEpochMilli();
    private static final String GOOD = "{\"challenger\":\"v2\",\"champion\":\"v1\",\"share\":0.5,"
            + "\"started_at\":\"2026-03-01T10:00:00Z\",\"state\":\"running\",\"decision\":\"continue\","
            + "\"reason\":\"r\",\"ended_at\":null,\"looks\":[{\"at\":\"2026-03-01T11:00:00Z\"}]}";

    @Test
    void whatWasWrittenIsRead() throws Exception {
        TrialCounts counts = new TrialCounts(9, 8, 7, 6, 5, 4, 3, 2.5, 1);
        TrialLook look = new TrialLook(
                START_MS + 5,
                counts,
                new TrialCounts(0, 0, 0, 0, 0, 0, 0, 0, 0),
                new TrialLook.Evidence(0.1, -0.2, 0.3, 4, 0.5),
                List.of("errors"),
                new TrialLook.Skipped(12, List.of("a", "b"), 3));
        TrialRecord running = TrialRecord.start("v2", "v1", 0.5, START_MS, null).looked(look, Decision.CONTINUE, "r");
        TrialRecord over = running.watchedBy("night").over(Decision.PROMOTE, "why", 77_000);
        for (TrialRecord trial : List.of(running, over)) {
            assertThat(TrialRecord.read(trial.toJson().toIndentedBytes(), "v2", "place"))
                    .isEqualTo(trial);
        }
    }

    @Test
    void aLookWithoutAnyCountsIsRead() throws Exception {
        TrialLook look = read(GOOD).lastLook();
        assertThat(look.atMs()).isEqualTo(START_MS + 3_600_000);
        assertThat(look.champion().rate()).isZero();
        assertThat(look.evidence().lift()).isNaN();
        assertThat(read(GOOD.replace("[{\"at\":\"2026-03-01T11:00:00Z\"}]", "[]"))
                        .lastLook())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "challenger":"v2"            | "challenger":"v3"       | field 'challenger' is 'v3', expected 'v2', as the object's name says
        "champion":"v1"              | "champion":"../v1"      | field 'champion' is '../v1', expected a version name
        "share":0.5                  | "share":5               | field 'share' is 5, expected a number from 0 to 1
        "share":0.5                  | "share":1               | field 'share' is 1, expected a number above 0 and below 1
        "share":0.5                  | "share":"NaN"           | field 'share' is 'NaN', expected a number from 0 to 1
        "2026-03-01T10:00:00Z"       | "today"                 | field 'started_at' is 'today', expected a time such as 2015-09-18T02:59:47Z
        "state":"running"            | "state":"perhaps"       | field 'state' is 'perhaps', expected running, promoted or rolled_back
        "state":"running"            | "state":"promoted"      | field 'state' is 'promoted', expected running
        "state":"running"            | "state":null            | field 'state' is missing, expected running, promoted or rolled_back
        "decision":"continue"        | "decision":7            | field 'decision' is 7, expected continue, promote or roll_back
        "decision":"continue"        | "decision":"promote"    | field 'ended_at' is missing, expected a time such as 2015-09-18T02:59:47Z
        "reason":"r"                 | "reason":"r","watcher":1 | field 'watcher' is 1, expected a text
        "reason":"r"                 | "reason":["r"]          | field 'reason' is [r], expected a text
        [{"at":"2026-03-01T11:00:00Z"}] | {}                   | field 'looks' is {}, expected a list of objects
        [{"at":"2026-03-01T11:00:00Z"}] | [{},null]            | field 'looks' is [{}, null], expected a list of objects
        [{"at":"2026-03-01T11:00:00Z"}] | [{}]                 | field 'looks[0].at' is missing, expected a time such as 2015-09-18T02:59:47Z
        """)
    void aDamagedRecordNamesThePlaceAndWhatWasExpected(String good, String bad, String message) {
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessage("place: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "", "[1]", "null", "{\"challenger\":"})
    void whatIsNotJsonNamesThePlace(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageStartingWith("place: ");
    }

    private static TrialRecord read(String text) throws DamagedDocumentException {
        return TrialRecord.read(text.getBytes(StandardCharsets.UTF_8), "v2", "place");
    }
}
