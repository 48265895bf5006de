package io.nextcart.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    private static final Instant NIGHT = Instant.parse("2026-03-02T03:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = NIGHT;
    private long seed = 42;

    @BeforeEach
    void writeLogs() throws IOException {
        Files.writeString(folder.resolve("events.csv"), "timestamp,visitorid,event,itemid,transactionid\n");
        write("events/dt=2026-03-01/a.ndjson.gz", "an object");
        write("tombstones/dt=2026-03-01/a.ndjson.gz", "an object");
    }

    @Test
    void sameInputsGiveTheSame() throws IOException {
        assertThat(of(null)).matches("[0-9a-f]{64}").isEqualTo(of(null)).isNotEqualTo(of("night"));
        assertThat(of("night")).isEqualTo(of("night")).isNotEqualTo(of("other"));
    }

    @Test
    void aFileOrASettingThatChangesGivesAnother() throws IOException {
        String before = of("night");
        seed = 7;
        assertThat(of("night")).isNotEqualTo(before);
        seed = 42;
        Files.writeString(folder.resolve("events.csv"), "timestamp,visitorid,event,itemid\n");
        assertThat(of("night")).isNotEqualTo(before);
    }

    @Test
    void aLogOfRecordThatGrowsGivesAnotherButNotToTheSameRun() throws IOException {
        String before = of(null);
        String ofRun = of("night");
        write("events/dt=2026-03-02/b.ndjson.gz", "another");
        write("items/dt=2026-03-02/b.ndjson.gz", "another");
        now = NIGHT.plusSeconds(600);

        assertThat(of(null)).isNotEqualTo(before);
        assertThat(of("night")).isEqualTo(ofRun);
    }

    @Test
    void whoIsForgottenMeanwhileGivesAnotherToTheSameRun() throws IOException {
        String before = of("night");
        write("tombstones/dt=2026-03-02/b.ndjson.gz", "another");

        assertThat(of("night")).isNotEqualTo(before);
    }

    @Test
    void theSameNameOnAnotherDayIsAnotherRun() throws IOException {
        String before = of("night");
        now = NIGHT.plusSeconds(86_400);

        assertThat(of("night")).isNotEqualTo(before);
    }

    private void write(String key, String content) throws IOException {
        Path file = folder.resolve("archive").resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String of(@Nullable String run) throws IOException {
        RetrainSettings settings = new RetrainSettings(
                List.of(folder.resolve("events.csv")),
                folder.resolve("archive").toString(),
                List.of(),
                null,
                folder.resolve("store").toString(),
                "auto",
                false,
                0,
                seed,
                2,
                folder);
        return Fingerprint.of(settings, run, Clock.fixed(now, ZoneOffset.UTC));
    }
}
