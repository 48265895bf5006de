package io.nextcart.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.nextcart.data.Objective;
import io.nextcart.data.Sha256;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@code nextcart models}, on any store. */
abstract class ModelsContract {
    private static final String NEWER = version(3);
    private static final String OLDER = version(50);

    /** Creates an empty store; the same until the test ends. */
    abstract ObjectStore emptyStore() throws IOException;

    /** The argument that names the store. */
    abstract String place();

    private ObjectStore store;

    @BeforeEach
    void fill() throws IOException {
        store = emptyStore();
        bundle(OLDER, null, 0.5);
        bundle(NEWER, OLDER, 0.625);
        put(Current.KEY, new Current(NEWER, null, 0, OLDER, 1_000).toJson());
        long endedAtMs = Instant.now().minus(90, ChronoUnit.MINUTES).toEpochMilli();
        put(
                "runs/last-night.json",
                "{\"run\":\"last-night\",\"outcome\":\"failed\",\"version\":null,\"champion\":\"" + NEWER
                        + "\",\"started_at\":" + (endedAtMs - 12_500) + ",\"ended_at\":" + endedAtMs
                        + ",\"seconds\":12.5,\"peak_mb\":900,\"events\":0,"
                        + "\"failure\":{\"stage\":\"read the log\",\"cause\":\"the disk is full\"},"
                        + "\"lines\":[\"read the log: the disk is full\"]}");
    }

    @Test
    void modelsAndTrainingsWithoutOneAreListedNewestFirstWithTheirAge() {
        Cli.Result result = models();

        assertThat(result.exitCode()).as(result.err()).isZero();
        List<String> lines =
                result.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.get(0)).isEqualTo("version or run state age events window HR@20 (95 %) parent trial");
        assertThat(lines.get(1)).matches("last-night failed 9\\d min - - - - -");
        assertThat(lines.get(2)).isEqualTo(" read the log: the disk is full");
        assertThat(lines.get(3))
                .isEqualTo(NEWER + " champion 3 d 1,234 2026-01-01..2026-02-01 62.5 % (60.0 to 65.0) " + OLDER + " -");
        assertThat(lines.get(4))
                .isEqualTo(OLDER + " previous 50 d 1,234 2026-01-01..2026-02-01 50.0 % (60.0 to 65.0) - -");
        assertThat(lines).hasSize(5);
    }

    @Test
    void theListIsThereForProgramsToo() throws IOException {
        List<Object> list = JSON.std.listFrom(models("--json").out());

        assertThat(list.stream().map(one -> String.valueOf(((Map<?, ?>) one).get("state"))))
                .containsExactly("champion", "previous", "failed");
        assertThat(String.valueOf(((Map<?, ?>) list.get(2)).get("run"))).isEqualTo("last-night");
        assertThat(String.valueOf(((Map<?, ?>) list.get(2)).get("problem")))
                .isEqualTo("read the log: the disk is full");
    }

    @Test
    void aModelIsShownWithAllThatItsManifestKnows() throws IOException {
        Cli.Result result = models("show", NEWER);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains(
                        "version " + NEWER,
                        "age 3 d",
                        "parent " + OLDER,
                        "window 2026-01-01..2026-02-01, held out from 2026-01-25",
                        "events 1,234",
                        "gate passed",
                        "trees 400",
                        "hr@20 0.6250 (0.6000 to 0.6500)",
                        "repeat hr@20 0.4000",
                        "repeat_score 70.0000",
                        "drift since " + OLDER,
                        "walk_rank 0.3000",
                        "fit the ranker 2.5 4.0 700 650 1");
        assertThat(JSON.std.mapFrom(models("show", NEWER, "--json").out())).containsEntry("version", NEWER);
    }

    @Test
    void aTrainingWithoutAModelIsShownByItsName() throws IOException {
        Cli.Result result = models("show", "last-night");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out()).contains(" min", "failed", NEWER, "12.5", "read the log: the disk is full");
        assertThat(JSON.std.mapFrom(models("show", "last-night", "--json").out()))
                .containsEntry("outcome", "failed");
    }

    @Test
    void onlyWhatDiffersIsPrinted() throws IOException {
        Cli.Result result = models("diff", OLDER, NEWER);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " ")))
                .containsExactly("metrics.model.hr@20 0.5 0.625", "parent null " + OLDER);
        assertThat(JSON.std.mapFrom(models("diff", OLDER, NEWER, "--json").out()))
                .containsOnlyKeys("metrics.model.hr@20", "parent");
    }

    @Test
    void rollbackGoesBackAndForthAndToAnyVersion() throws IOException {
        assertThat(models("rollback").out()).contains("In service: " + OLDER);
        assertThat(champion()).isEqualTo(OLDER);
        assertThat(JSON.std.mapFrom(models("rollback", "--json").out())).containsEntry("champion", NEWER);
        assertThat(champion()).isEqualTo(NEWER);
        assertThat(models("rollback", "--to", OLDER).exitCode()).isZero();
        assertThat(champion()).isEqualTo(OLDER);
    }

    @Test
    void aDamagedDocumentOfWhatServesIsListedAndReplaced() throws IOException {
        put(Current.KEY, "{\"champion\":");
        Cli.Result list = models();

        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out().lines().toList().get(1))
                .startsWith("models/current.json")
                .contains("damaged");
        assertThat(list.out().lines().toList().get(2))
                .contains("/models/current.json: not a JSON object: it is cut off at line 1, column ");
        assertThat(list.out()).contains(OLDER, NEWER, "last-night");
        Map<?, ?> first = (Map<?, ?>) JSON.std.listFrom(models("--json").out()).get(0);
        assertThat(first.get("document")).isEqualTo("models/current.json");
        assertThat(String.valueOf(first.get("problem"))).contains("not a JSON object");
        assertThat(models("show", OLDER).exitCode()).isZero();
        assertThat(models("diff", OLDER, NEWER).exitCode()).isZero();

        Cli.Result unnamed = models("rollback");
        assertThat(unnamed.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(unnamed.err().lines()).singleElement().asString().contains("models/current.json", "--to VERSION");
        Cli.Result named = models("rollback", "--to", OLDER);
        assertThat(named.out()).as(named.err()).contains("In service: " + OLDER).doesNotContain("to go back");
        assertThat(champion()).isEqualTo(OLDER);
        assertThat(models().out()).doesNotContain("damaged");
    }

    @Test
    void noiseInTrialsAndRunsIsAProblemLineEach() throws IOException {
        put("trials/" + OLDER + ".json", "{\"state\":{\"a\":1}}");
        put("runs/noise.json", "{\"a\":1}");
        put("runs/out.json", "{\"outcome\":\"refused\",\"version\":\"../../x\",\"ended_at\":1}");
        Cli.Result list = models();

        assertThat(list.exitCode()).as(list.err()).isZero();
        List<String> lines =
                list.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines.stream().filter(line -> line.startsWith(OLDER)))
                .singleElement()
                .asString()
                .endsWith(" - damaged");
        assertThat(lines).contains("noise damaged - - - - - -", "out damaged - - - - - -");
        assertThat(list.out())
                .contains(
                        "/trials/" + OLDER + ".json: field 'challenger' is missing, expected a text",
                        "/runs/noise.json: field 'outcome' is missing, expected published, ",
                        "/runs/out.json: field 'version' is '../../x', expected a version name");
        assertThat(models("--json").out()).contains("field 'challenger' is missing", "field 'outcome' is", "'../../x'");
        assertThat(models("show", "out").exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(models("show", "out").err()).contains("runs/out.json: field 'version' is '../../x'");
    }

    @Test
    void whatIsNotThereIsSaidInOneLine() throws IOException {
        assertRefused(models("show", "v9"), "no model v9 in ");
        assertRefused(models("show", "../v9"), "'../v9' is not a version name");
        assertRefused(models("diff", NEWER, "v9"), "no model v9 in ");
        assertRefused(models("rollback", "--to", "v9"), "no model v9 in ");
        assertRefused(models("rollback", "--to", NEWER), "in service already");
        assertThat(champion()).isEqualTo(NEWER);
    }

    /** Runs the command on the store. */
    final Cli.Result models(String... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "models";
        all[1] = "--store";
        all[2] = place();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Cli.run(all);
    }

    static void assertRefused(Cli.Result result, String words) {
        assertThat(result.err().lines())
                .singleElement()
                .asString()
                .startsWith("nextcart: ")
                .contains(words);
        assertThat(result.out()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    }

    private String champion() throws IOException {
        return Current.read(store.get(Current.KEY).orElseThrow().bytes(), "here")
                .champion();
    }

    private void bundle(String version, @Nullable String parent, double hitRate) throws IOException {
        String details = """
            {"counts": {"events": 1234},
             "window": {"first_ms": %d, "holdout_from_ms": %d, "last_ms": %d},
             "parameters": {"loss": "Logloss", "trees": 400, "depth": 6, "learning_rate": 0.08, "threads": 2},
             "gate": "passed",
             "metrics": {"model": {"hr@20": %s}, "repeat": {"hr@20": 0.4}},
             "evaluation": {"intervals": {"hr@20": {"value": %<s, "low": 0.6, "high": 0.65}}},
             "importance": {"repeat_score": 70.0, "walk_rank": 30.0},
             "checks": {"drift": {"parent": "%s", "stability_index": {"walk_rank": 0.3}}},
             "stages": [{"name": "fit the ranker", "seconds": 2.5, "cpu_seconds": 4.0, "peak_rss_mb": 700,
                         "peak_own_mb": 650, "bytes_read": 1499999}]}\
            """.formatted(
                        Instant.parse("2026-01-01T00:00:00Z").toEpochMilli(),
                        Instant.parse("2026-01-25T00:00:00Z").toEpochMilli(),
                        Instant.parse("2026-02-01T00:00:00Z").toEpochMilli(),
                        hitRate,
                        OLDER);
        Manifest manifest = new Manifest(
                version,
                "schema",
                Objective.CART,
                ModelKind.FITTED,
                parent,
                Map.of("ranker.cbm", new Manifest.Entry(5, Sha256.hex("bytes".getBytes(StandardCharsets.UTF_8)), null)),
                JsonObject.read(details.getBytes(StandardCharsets.UTF_8), "test", "details"));
        put("models/" + version + "/ranker.cbm", "bytes");
        put("models/" + version + "/manifest.json", manifest.toJson());
    }

    private void put(String key, String text) throws IOException {
        put(key, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String key, byte[] bytes) throws IOException {
        assertThat(store.putIf(key, bytes, store.etag(key))).isTrue();
    }

    private static String version(int daysOld) {
        return DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now().minus(daysOld, ChronoUnit.DAYS))
                + "-0000000" + daysOld % 10;
    }
}
