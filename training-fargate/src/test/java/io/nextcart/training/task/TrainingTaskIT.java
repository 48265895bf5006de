package io.nextcart.training.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.training.TrainedShop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTaskIT {
    private static final TrainedShop SHOP = TrainedShop.small();
    private static final Map<String, String> TRIAL = Map.of("NEXTCART_TRIAL", "true", "NEXTCART_FORCE", "true");
    private static final Instant NIGHT = Instant.parse("2015-09-18T03:00:00Z");

    @TempDir
    Path folder;

    private Path shop = SHOP.files();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void onTrialAFirstModelOfAnArchiveServesWithoutAnyFileNamed() throws IOException {
        Path day = Files.createDirectories(folder.resolve("archive/events/dt=2015-09-18"));
        long[] rows = {0};
        try (PrintStream log = new PrintStream(
                new GZIPOutputStream(Files.newOutputStream(day.resolve("a.ndjson.gz"))),
                false,
                StandardCharsets.UTF_8)) {
            EventFiles.read(shop.resolve(SyntheticShop.EVENTS), 0, Progress.NONE, event -> {
                log.println("{\"user_id\":\"" + event.userId().value() + "\",\"type\":\""
                        + event.type().wireName() + "\",\"item_id\":\""
                        + event.itemId().value()
                        + "\",\"timestamp\":" + event.timestampMs() + "}");
                rows[0]++;
            });
        }
        Map<String, String> environment = new HashMap<>(TRIAL);
        environment.put("NEXTCART_EVENTS", "");
        environment.put("NEXTCART_ARCHIVE", folder.resolve("archive").toString());
        environment.put("NEXTCART_WORK", folder.resolve("work").toString());

        assertThat(run("first", NIGHT, environment)).isZero();

        Map<String, Object> first = report("first");
        assertThat(first)
                .containsEntry("outcome", "published")
                .containsEntry("champion", null)
                .containsEntry("failure", null);
        assertThat((Map<?, ?>) first.get("metrics")).isNotEmpty();
        assertThat((List<?>) first.get("lines")).isNotEmpty();
        assertThat(((Number) first.get("events")).longValue()).isBetween(rows[0] * 9 / 10, rows[0]);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"training_published\":1.0", "\"training_events\":");
        assertThat(Current.read(Files.readAllBytes(folder.resolve("store").resolve(Current.KEY)), Current.KEY)
                        .champion())
                .isEqualTo(first.get("version"));
    }

    @Tag("long")
    @Test
    void onTrialALaterModelWaits() throws IOException {
        TrainedShop.copy(SHOP.store(), folder.resolve("store"));
        String serves = Files.readString(folder.resolve("store").resolve(Current.KEY));

        assertThat(run("second", NIGHT.plusSeconds(86_400), TRIAL)).isZero();

        Map<String, Object> second = report("second");
        assertThat(second)
                .containsEntry("outcome", "candidate")
                .containsEntry("champion", SHOP.result().version());
        assertThat((Map<?, ?>) second.get("champion_metrics")).isNotEmpty();
        assertThat(folder.resolve("store").resolve(Current.KEY)).hasContent(serves);
        assertThat(new FolderObjectStore(folder.resolve("store")).list("models/" + second.get("version") + "/"))
                .hasSizeGreaterThan(8);
    }

    @Test
    void aRefusedModelLeavesItsManifestAndEndsWithThree() throws IOException {
        TrainedShop.copy(SHOP.store(), folder.resolve("store"));
        List<String> before = new FolderObjectStore(folder.resolve("store")).list("models/");

        // Of one item nothing can be learnt, so nothing is fitted.
        List<String> log = Files.readAllLines(shop.resolve(SyntheticShop.EVENTS)).stream()
                .map(line -> line.replaceFirst("^(?<before>(?:[^,]*,){3})[0-9]+,", "${before}7,"))
                .toList();
        Path events = Files.write(folder.resolve("one-item.csv"), log);
        Map<String, String> more =
                Map.of("NEXTCART_EVENTS", events.toString(), "MLFLOW_TRACKING_URI", "sqlite:///m.db");

        assertThat(run("refused", NIGHT, more)).isEqualTo(3);

        assertThat(report("refused")).containsEntry("outcome", "refused");
        assertThat(((List<?>) report("refused").get("lines")).get(0))
                .as("a warning reaches everyone who reads the run")
                .asString()
                .contains("MLFLOW_TRACKING_URI is 'sqlite:///m.db', expected");
        assertThat(out.toString(StandardCharsets.UTF_8)).containsOnlyOnce("MLFLOW_TRACKING_URI");
        assertThat(JSON.std
                        .mapFrom(Files.readAllBytes(folder.resolve("store/runs/refused-manifest.json")))
                        .get("details")
                        .toString())
                .contains("gate_refusals=[");
        assertThat(new FolderObjectStore(folder.resolve("store")).list("models/"))
                .isEqualTo(before);
    }

    @Test
    void whatCannotBeUsedEndsWithTwoAndSaysWhy() throws IOException {
        shop = folder.resolve("missing");
        assertThat(run("missing", NIGHT, Map.of())).isEqualTo(2);
        assertThat(report("missing")).containsEntry("outcome", "unusable");
        assertThat(report("missing").get("failure").toString()).contains("events.csv: no such file");

        assertThat(run("settings", NIGHT, Map.of("NEXTCART_SEED", "x"))).isEqualTo(2);
        assertThat(report("settings").get("failure").toString()).contains("stage=settings", "NEXTCART_SEED is 'x'");
    }

    @Test
    void aDamagedStoreEndsWithOneAndSaysWhere() throws IOException {
        Files.createDirectories(folder.resolve("store/models"));
        Files.writeString(folder.resolve("store").resolve(Current.KEY), "noise");

        assertThat(run("damaged", NIGHT, Map.of())).isEqualTo(1);

        assertThat(report("damaged")).containsEntry("outcome", "failed");
        assertThat(report("damaged").get("failure").toString()).contains("current.json");
    }

    @Test
    void aStoreThatCannotBeWrittenToEndsWithOneBeforeAnythingIsRead() throws IOException {
        Files.createDirectories(folder.resolve("store"));
        Files.writeString(folder.resolve("store/runs"), "a file where a folder should be");

        assertThat(run("early", NIGHT, Map.of())).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("leave word in the store: ")
                .doesNotContain("events.csv");
    }

    @Test
    void aFolderToWorkInKeepsWhatElseIsInIt() throws IOException {
        Path mine = folder.resolve("home/inputs/mine.txt");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "mine");
        Path log = Files.writeString(folder.resolve("events.csv"), "no log\n");
        Map<String, String> more = Map.of(
                "NEXTCART_EVENTS",
                log.toString(),
                "NEXTCART_WORK",
                folder.resolve("home").toString());
        assertThat(run("unusable", NIGHT, more)).isEqualTo(2);
        assertThat(mine).hasContent("mine");
        assertThat(mine.getParent().getParent())
                .isDirectoryNotContaining(path -> path.toString().contains("nextcart"));
    }

    private int run(String run, Instant at, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "NEXTCART_STORE",
                folder.resolve("store").toString(),
                "NEXTCART_EVENTS",
                shop.resolve(SyntheticShop.EVENTS).toString(),
                "NEXTCART_RUN",
                run,
                "NEXTCART_THREADS",
                "2"));
        environment.putAll(more);
        PrintStream lines = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new TrainingTask(environment, lines, Clock.fixed(at, ZoneOffset.UTC)).run();
    }

    private Map<String, Object> report(String run) throws IOException {
        return JSON.std.mapFrom(Files.readAllBytes(folder.resolve("store/runs/" + run + ".json")));
    }
}
