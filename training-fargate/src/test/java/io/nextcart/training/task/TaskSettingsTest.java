package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.input.LogInputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSettingsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2015-09-18T03:00:00Z"), ZoneOffset.UTC);

    @Test
    void onlyTheStoreMustBeSet() {
        TaskSettings settings = TaskSettings.of(Map.of("NEXTCART_STORE", "/store"), CLOCK);

        assertThat(settings.log().archive()).isEqualTo("/store");
        assertThat(settings.run()).isEqualTo("20150918T030000Z");
        assertThat(settings.log().events()).isEmpty();
        assertThat(settings.target().trial()).isFalse();
        assertThat(settings.objective()).isNull();
    }

    @Test
    void everythingCanBeSet() {
        TaskSettings settings = TaskSettings.of(
                Map.ofEntries(
                        Map.entry("NEXTCART_STORE", "/store"),
                        Map.entry("NEXTCART_ARCHIVE", "/archive"),
                        Map.entry("NEXTCART_EVENTS", "a.csv, s3://bucket/b.ndjson.gz  c.csv"),
                        Map.entry("NEXTCART_RUN", "night_7-a"),
                        Map.entry("NEXTCART_TRIAL", "true"),
                        Map.entry("NEXTCART_MEMORY_MB", "4096"),
                        Map.entry("NEXTCART_SEED", "7"),
                        Map.entry("NEXTCART_OBJECTIVE", "cart"),
                        Map.entry("NEXTCART_WORK", "/work")),
                CLOCK);

        assertThat(settings.log().events()).containsExactly("a.csv", "s3://bucket/b.ndjson.gz", "c.csv");
        assertThat(settings.run()).isEqualTo("night_7-a");
        assertThat(settings.seed()).isEqualTo(7);
        assertThat(settings.work()).isEqualTo(Path.of("/work"));
        assertThat(settings.objective()).isEqualTo(Objective.CART);
        assertThat(settings.target()).isEqualTo(new RetrainSettings.Target("/store", false, true));
        LogInputs inputs = new LogInputs(List.of(Path.of("a.csv")), null, List.of(), null, 0);
        assertThat(settings.retrain(inputs, Path.of("/inner")).resources())
                .isEqualTo(new RetrainSettings.Resources(settings.threads(), 1024, Path.of("/inner"), 4096));
    }

    @Test
    void aTrainingMayReadFilesAlone() {
        Map<String, String> environment = Map.of("NEXTCART_STORE", "/store", "NEXTCART_EVENTS", "a.csv");

        assertThat(TaskSettings.of(environment, CLOCK).log().archive()).isEqualTo("/store");
        Map<String, String> without = new HashMap<>(environment);
        without.put("NEXTCART_ARCHIVE", "none");
        assertThat(TaskSettings.of(without, CLOCK).log().archive()).isNull();
        assertThat(TaskSettings.of(without, CLOCK).log().compact()).isTrue();
        without.put("NEXTCART_COMPACT", "false");
        assertThat(TaskSettings.of(without, CLOCK).log().compact()).isFalse();
        assertThat(TaskSettings.of(without, CLOCK).log().keepDays()).isZero();
        without.put("NEXTCART_ARCHIVE_DAYS", "400");
        assertThat(TaskSettings.of(without, CLOCK).log().keepDays()).isEqualTo(400);
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        Map<String, String> environment = Map.of(
                "NEXTCART_ARCHIVE", "ftp://x",
                "NEXTCART_RUN", "a/b",
                "NEXTCART_TRIAL", "yes",
                "NEXTCART_OBJECTIVE", "sales",
                "NEXTCART_SEED", "-1",
                "NEXTCART_THREADS", "many",
                "NEXTCART_MAX_BAD_ROWS", "2",
                "NEXTCART_TIME_UNIT", "h",
                "NEXTCART_METRICS", "of",
                "NEXTCART_CATEGORY_TREE", "a b");

        assertThatThrownBy(() -> TaskSettings.of(environment, CLOCK))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(
                        "NEXTCART_STORE is missing, expected a folder or s3://bucket/prefix",
                        "NEXTCART_ARCHIVE: store 'ftp://x' is not known",
                        "NEXTCART_RUN is 'a/b'",
                        "NEXTCART_TRIAL is 'yes'",
                        "NEXTCART_OBJECTIVE is 'sales', expected cart, view or auto",
                        "NEXTCART_SEED is '-1'",
                        "NEXTCART_THREADS is 'many', expected a whole number from 1 to 256",
                        "NEXTCART_MAX_BAD_ROWS is '2'",
                        "NEXTCART_TIME_UNIT is 'h', expected s, ms or us",
                        "NEXTCART_METRICS is 'of', expected on, off or routes",
                        "NEXTCART_CATEGORY_TREE names 2 files");
    }

    @Test
    void aFileIsNotAFolderToWorkIn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("users.txt"), "u\n");
        for (Path work : List.of(file, file.resolve("work"))) {
            Map<String, String> environment = Map.of("NEXTCART_STORE", "/store", "NEXTCART_WORK", work.toString());
            assertThatThrownBy(() -> TaskSettings.of(environment, CLOCK))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("environment: NEXTCART_WORK is '" + work + "', but " + file
                            + " is a file, expected a folder");
        }
    }
}
