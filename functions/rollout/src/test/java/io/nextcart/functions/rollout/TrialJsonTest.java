package io.nextcart.functions.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialJsonTest {
    private static final Current CHAMPION = new Current("v1", null, 0, "v0", 5);
    private static final String GOOD = "{\"challenger\":\"v2\",\"champion\":\"v1\",\"share\":0.5,"
            + "\"started_at\":\"2026-03-01T10:00:00Z\",\"state\":\"running\",\"decision\":\"continue\","
            + "\"reason\":\"r\",\"ended_at\":null,\"looks\":[{\"at\":\"then\"}]}";

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsRead() throws Exception {
        Trial running = read(GOOD);
        Trial over = running.watchedBy("night").over(Trial.Decision.PROMOTE, "why", 77);
        for (Trial trial : List.of(running, over)) {
            assertThat(TrialJson.read(TrialJson.write(trial), "v2", "place")).isEqualTo(trial);
        }
        assertThat(running)
                .isEqualTo(
                        Trial.start("v2", "v1", 0.5, TrialShop.START_MS, null).looked(look()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "challenger":"v2"            | "challenger":"v3"       | field 'challenger' is 'v3', expected 'v2', as the object's name says
            "champion":"v1"              | "champion":"../v1"      | field 'champion' is '../v1', expected the name of a version
            "share":0.5                  | "share":5               | field 'share' is 5, expected a number above 0 and below 1
            "share":0.5                  | "share":"NaN"           | field 'share' is 'NaN', expected a number above 0 and below 1
            "2026-03-01T10:00:00Z"       | "today"                 | field 'started_at' is 'today', expected a moment such as 2026-03-01T10:00:00Z
            "state":"running"            | "state":"perhaps"       | field 'state' is 'perhaps', expected running
            "state":"running"            | "state":null            | field 'state' is missing, expected running, promoted or rolled_back
            "decision":"continue"        | "decision":7            | field 'decision' is 7, expected continue, promote or roll_back
            "decision":"continue"        | "decision":"promote"    | field 'ended_at' is missing, expected a moment such as 2026-03-01T10:00:00Z
            "reason":"r"                 | "reason":"r","watcher":1 | field 'watcher' is 1, expected the name of an execution
            "reason":"r"                 | "reason":["r"]          | field 'reason' is [r], expected a text
            "looks":[{"at":"then"}]      | "looks":{}              | field 'looks' is {}, expected a list
            "looks":[{"at":"then"}]      | "looks":[{},null]       | look 1 of field 'looks' is null, expected an object
            """)
    void whatIsDamagedNamesThePlaceAndWhatWasExpected(String good, String bad, String message) {
        assertThatThrownBy(() -> read(GOOD.replace(good, bad)))
                .isInstanceOf(DamagedTrialException.class)
                .hasMessage("place: " + message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "", "[1]", "null", "{\"challenger\":"})
    void whatIsNoJsonNamesThePlace(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(DamagedTrialException.class)
                .hasMessageStartingWith("place: ");
    }

    @Test
    void aDamagedRecordOfTheTrialIsToldAndOneOfAnotherDoesNotMatter() throws Exception {
        TrialShop shop = new TrialShop(new FolderObjectStore(folder.resolve("store")), folder);
        shop.serve(CHAMPION);
        shop.start(0.5);
        shop.put("trials/old.json", "noise");
        shop.put("trials/readme.txt", "noise");
        Map<String, Object> alarm =
                Map.of("action", "compare", "alarms", List.of(Map.of("name", "errors", "state", "ALARM")));
        Logger logger = Logger.getLogger(TrialRecords.class.getName()); // kept, so that it stays quiet
        logger.setLevel(Level.OFF);
        assertThat(shop.ask(alarm)).containsEntry("decision", "roll_back");
        assertThat(shop.compare()).containsEntry("decision", "roll_back");
        logger.setLevel(null);

        shop.put("trials/v2.json", "noise");
        shop.serve(CHAMPION.withChallenger("v2", 0.5));
        assertThatThrownBy(shop::compare)
                .isInstanceOf(DamagedTrialException.class)
                .hasMessageContaining("store/trials/v2.json: not a JSON object: ");
    }

    private static Trial read(String text) throws DamagedTrialException {
        return TrialJson.read(text.getBytes(StandardCharsets.UTF_8), "v2", "place");
    }

    private static Look look() {
        return new Look(Map.of("at", "then"), Trial.Decision.CONTINUE, "r", TrialShop.START_MS);
    }
}
