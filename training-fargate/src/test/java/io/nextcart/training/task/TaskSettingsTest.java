package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.training.RetrainMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskSettingsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2015-09-18T03:00:00Z"), ZoneOffset.UTC);

    @Test
    void onlyTheStoreMustBeSet() {
        TaskSettings settings = TaskSettings.of(Map.of("NEXTCART_STORE", "/store"), CLOCK);

        assertThat(settings.archive()).isEqualTo("/store");
        assertThat(settings.run()).isEqualTo("20150918T030000Z");
        assertThat(settings.events()).isEmpty();
        assertThat(settings.trial()).isFalse();
        assertThat(settings.mode().resumes()).isFalse();
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
                        Map.entry("NEXTCART_WORK", "/work"),
                        Map.entry("NEXTCART_STEPS", "/steps")),
                CLOCK);

        assertThat(settings.events()).containsExactly("a.csv", "s3://bucket/b.ndjson.gz", "c.csv");
        assertThat(settings.run()).isEqualTo("night_7-a");
        assertThat(settings.seed()).isEqualTo(7);
        assertThat(settings.work()).isEqualTo(Path.of("/work"));
        assertThat(settings.mode()).isEqualTo(new RetrainMode(true, "/steps", "night_7-a", true, 1024));
    }

    @Test
    void stepsThatOutliveTheDiskNeedNoWorkFolder() {
        TaskSettings settings = TaskSettings.of(Map.of("NEXTCART_STORE", "/store", "NEXTCART_STEPS", "/steps"), CLOCK);

        assertThat(settings.work()).isNull();
        assertThat(settings.mode().resumes()).isTrue();
        assertThat(settings.mode().steps()).isEqualTo("/steps");
        assertThat(settings.mode().run())
                .as("a name by the clock has no retries")
                .isNull();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        Map<String, String> environment = Map.of(
                "NEXTCART_ARCHIVE", "ftp://x",
                "NEXTCART_RUN", "a/b",
                "NEXTCART_TRIAL", "yes",
                "NEXTCART_OBJECTIVE", "sales",
                "NEXTCART_SEED", "-1",
                "NEXTCART_THREADS", "many",
                "NEXTCART_MAX_BAD_ROWS", "2",
                "NEXTCART_CATEGORY_TREE", "a b",
                "NEXTCART_STEPS", "s3:steps");

        assertThatThrownBy(() -> TaskSettings.of(environment, CLOCK))
                .isInstanceOf(BadInputException.class)
                .hasMessageContainingAll(
                        "NEXTCART_STORE is not set",
                        "NEXTCART_ARCHIVE: store 'ftp://x' is not known",
                        "NEXTCART_RUN is 'a/b'",
                        "NEXTCART_TRIAL is 'yes'",
                        "NEXTCART_OBJECTIVE is 'sales'",
                        "NEXTCART_SEED is '-1'",
                        "NEXTCART_THREADS is 'many', expected a whole number, 1 to 256",
                        "NEXTCART_MAX_BAD_ROWS is '2'",
                        "NEXTCART_CATEGORY_TREE names 2 files",
                        "NEXTCART_STEPS: store 's3:steps' is no S3 place");
    }

    @Test
    void aFileIsNoFolderToWorkIn(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("users.txt"), "u\n");
        for (Path work : List.of(file, file.resolve("work"))) {
            Map<String, String> environment = Map.of("NEXTCART_STORE", "/store", "NEXTCART_WORK", work.toString());
            assertThatThrownBy(() -> TaskSettings.of(environment, CLOCK))
                    .isInstanceOf(BadInputException.class)
                    .hasMessage("NEXTCART_WORK is '" + work + "', but " + file + " is a file, expected a folder");
        }
    }
}
