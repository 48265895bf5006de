package io.nextcart.store.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.data.Sha256;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.LostRaceException;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.store.document.TrialRecord;
import io.nextcart.store.document.TrialRecord.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RegistryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Registry registry;

    @BeforeEach
    void fill() throws IOException {
        for (String version : List.of("v1", "v2", "v3", "v4")) {
            put("models/" + version + "/ranker.cbm", "bytes");
            put("models/" + version + "/manifest.json", manifest(version));
        }
        serve(new Current("v3", "v4", 0.1, "v2", 1_000));
        registry = new Registry(new FolderObjectStore(folder));
    }

    @Test
    void everyVersionIsListedNewestFirstWithItsState() throws IOException {
        put("trials/v2.json", trial("v2").over(Decision.PROMOTE, "better", 77));

        List<StoredModel> models = registry.list();

        assertThat(models)
                .extracting(model -> model.version() + " " + model.state().wireName())
                .containsExactly("v4 challenger", "v3 champion", "v2 previous", "v1 stored");
        assertThat(models.get(0).hitRate().low()).isEqualTo(0.5);
        assertThat(models.get(0).events()).isEqualTo(7);
        assertThat(models.get(2).trial().state()).isEqualTo("promoted");
    }

    @Test
    void trainingsThatLeftNoModelAreListedNewestFirstWithTheirCause() throws IOException {
        put(
                "runs/one.json",
                "{\"outcome\":\"refused\",\"version\":\"v5\",\"ended_at\":1000,\"events\":7,\"failure\":null,"
                        + "\"lines\":[\"Holdout: 9\",\"Gate: too few cases\",\"Gate: a leak\",\"Not published: v5\"]}");
        put("runs/one-manifest.json", manifest("v5"));
        put(
                "runs/two.json",
                "{\"outcome\":\"failed\",\"version\":null,\"ended_at\":3000,\"events\":0,"
                        + "\"failure\":{\"stage\":\"read the log\",\"cause\":\"no disk\"},\"lines\":[]}");
        put("runs/three.json", "{\"outcome\":\"published\",\"version\":\"v4\",\"ended_at\":2000}");
        put("runs/four.json", "no JSON");
        put("runs/five.json", "{\"outcome\":\"unusable\",\"ended_at\":2000}");

        assertThat(registry.fruitlessRuns())
                .containsExactly(
                        new FruitlessRun("two", "failed", null, 3000, -1, "read the log: no disk", null),
                        new FruitlessRun("five", "unusable", null, 2000, -1, "no cause was recorded", null),
                        new FruitlessRun("one", "refused", "v5", 1000, 7, "too few cases; a leak", training("v5")),
                        new FruitlessRun(
                                "four",
                                "damaged",
                                null,
                                -1,
                                -1,
                                folder
                                        + "/runs/four.json: not a JSON object: it is not valid JSON at line 1, column"
                                        + " 1, expected the record of a training",
                                null));
        assertThat(registry.list()).extracting(StoredModel::version).doesNotContain("v5");
        assertThat(registry.run("one").orElseThrow().outcome()).isEqualTo(RunOutcome.REFUSED);
        assertThat(registry.run("six")).isEmpty();
        assertThat(registry.run("../one")).isEmpty();
    }

    @Test
    void aShortListHoldsTheNewestAndAllWithARole() throws IOException {
        put("models/v5/manifest.json", "{}");
        assertThat(registry.list(1)).extracting(StoredModel::version).containsExactly("v5", "v4", "v3", "v2");
        assertThat(registry.list(5)).hasSize(5);
    }

    @Test
    void theJsonOfAModelHoldsItsKindItsMetricsAndTheGatesDecision() throws IOException {
        Map<String, Object> model = registry.list().get(0).toJson().toObject("").asMap();

        assertThat(model)
                .containsEntry("kind", "fitted")
                .containsEntry("metrics", Map.of("hr@20", Map.of("value", 0.6, "low", 0.5, "high", 0.7)))
                .containsEntry(
                        "lead_over",
                        Map.of("popularity", Map.of("hr@20", Map.of("value", 0.2, "low", 0.1, "high", 0.3))))
                .containsEntry("gate", "refused")
                .containsEntry("gate_refusals", List.of("too few cases"))
                .containsEntry("forced", true);
    }

    @Test
    void aVersionServesOnlyWhileWhatWasSeenServes() throws IOException {
        Optional<Registry.Serving> seen = registry.serving();
        registry.rollBack("v2", CLOCK);

        assertThatThrownBy(() -> registry.serve("v4", seen, CLOCK)).isInstanceOf(LostRaceException.class);
        assertThat(registry.chosen(null)).contains("v2");
        assertThat(registry.serve("v4", registry.serving(), CLOCK)).isEqualTo(new Current("v4", null, 0, "v2", 5_000));
    }

    @Test
    void theModelThatIsMeantIsTheNamedOneOrTheChampion() throws IOException {
        assertThat(registry.chosen(null)).contains("v3");
        assertThat(registry.chosen("v9")).contains("v9");
        assertThatThrownBy(() -> registry.chosen("../v1"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--model '../v1' is not a version name");
        assertThat(new Registry(new FolderObjectStore(folder.resolve("other"))).chosen(null))
                .isEmpty();
    }

    @Test
    void theAgeOfAModelIsInItsName() {
        assertThat(StoredModel.madeAtMs("19700101T000005Z-1f0c8a2b")).isEqualTo(5_000);
        assertThat(StoredModel.madeAtMs("v1")).isEqualTo(-1);
    }

    @Test
    void aTrialThatRunsOnlyByItsRecordWasEndedManually() throws IOException {
        put("trials/v1.json", trial("v1"));
        put("trials/v4.json", trial("v4"));
        assertThat(trialState("v4")).isEqualTo("running");
        assertThat(trialState("v1")).isEqualTo("ended");
        registry.rollBack("v1", CLOCK);
        assertThat(trialState("v4")).isEqualTo("ended");
    }

    private String trialState(String version) throws IOException {
        StoredTrial trial = registry.list().stream()
                .filter(model -> model.version().equals(version))
                .map(StoredModel::trial)
                .findFirst()
                .orElseThrow();
        assertThat(new String(trial.toJson().toBytes(), StandardCharsets.UTF_8))
                .contains("\"state\":\"" + trial.state() + "\"");
        return trial.state();
    }

    @Test
    void damagedModelsAreListedAsSuch() throws IOException {
        put("models/v1/manifest.json", "no JSON");
        Files.delete(folder.resolve("models/v2/manifest.json"));
        Files.delete(folder.resolve("models/v3/ranker.cbm"));

        List<StoredModel> models = registry.list();

        assertThat(models.get(1).problem()).isEqualTo("champion, but lacks the file ranker.cbm");
        assertThat(models.get(2).problem())
                .startsWith("previous, but ")
                .contains("models/v2/manifest.json", "no model v2 in ");
        assertThat(models.get(3).problem()).contains("models/v1/manifest.json: not a JSON object");
        assertThat(models.subList(1, 4)).extracting(StoredModel::state).containsOnly(StoredModel.State.DAMAGED);
    }

    @Test
    void aModelWithoutItsManifestIsUnfinishedUnlessItServes() throws IOException {
        put("models/v0/ranker.cbm", "half of it");

        StoredModel unfinished = registry.list().get(4);

        assertThat(unfinished.version()).isEqualTo("v0");
        assertThat(unfinished.state()).isEqualTo(StoredModel.State.UNFINISHED);
        assertThat(unfinished.problem()).startsWith("has no manifest.json").contains("its training was killed");
        assertThat(unfinished.manifest()).isNull();
    }

    @Test
    void aStoreWithoutModelsIsEmpty() throws IOException {
        assertThat(new Registry(new FolderObjectStore(folder.resolve("other"))).list())
                .isEmpty();
    }

    @Test
    void rollbackGoesToThePreviousChampionAndBack() throws IOException {
        assertThat(registry.rollBack(null, CLOCK)).isEqualTo(new Current("v2", null, 0, "v3", 5_000));
        assertThat(registry.rollBack(null, CLOCK)).isEqualTo(new Current("v3", null, 0, "v2", 5_000));
        assertThat(registry.rollBack("v1", CLOCK)).isEqualTo(new Current("v1", null, 0, "v3", 5_000));
        assertThat(Current.read(Files.readAllBytes(folder.resolve(Current.KEY)), "here")
                        .champion())
                .isEqualTo("v1");
    }

    @Test
    void rollbackToWhatCannotServeChangesNothing() throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve(Current.KEY));
        Files.delete(folder.resolve("models/v2/ranker.cbm"));

        assertThatThrownBy(() -> registry.rollBack(null, CLOCK))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining("models/v2: lacks the file ranker.cbm");
        assertThatThrownBy(() -> registry.rollBack("v9", CLOCK))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no model v9 in ");
        assertThatThrownBy(() -> registry.rollBack("../v1", CLOCK)).isInstanceOf(BadInputException.class);
        assertThat(Files.readAllBytes(folder.resolve(Current.KEY))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytez", "byte", "bytes and more", ""})
    void rollbackToAModelWithOtherBytesThanItsManifestSaysChangesNothing(String content) throws IOException {
        byte[] before = Files.readAllBytes(folder.resolve(Current.KEY));
        Files.writeString(folder.resolve("models/v2/ranker.cbm"), content);

        assertThatThrownBy(() -> registry.rollBack("v2", CLOCK))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessage(
                        folder + "/models/v2/ranker.cbm: is damaged, its size or SHA-256 is not that of the manifest");

        assertThat(Files.readAllBytes(folder.resolve(Current.KEY))).isEqualTo(before);
    }

    @Test
    void rollbackNeedsAPreviousChampion() throws IOException {
        serve(new Current("v3", null, 0, null, 1_000));

        assertThatThrownBy(() -> registry.rollBack(null, CLOCK))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("v3 has no previous champion");
        assertThatThrownBy(() -> registry.rollBack("v3", CLOCK)).hasMessageContaining("in service already");
    }

    @Test
    void aDamagedDocumentOfWhatServesIsReportedAndReplacedWhenAVersionIsNamed() throws IOException {
        put(Current.KEY, "noise");
        byte[] noise = Files.readAllBytes(folder.resolve(Current.KEY));

        assertThat(registry.problemOfCurrent().orElseThrow())
                .startsWith(folder + "/models/current.json: not a JSON object");
        assertThat(registry.list()).extracting(StoredModel::state).containsOnly(StoredModel.State.STORED);
        assertThatThrownBy(() -> registry.chosen(null))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining("models/current.json: not a JSON object");
        assertThatThrownBy(() -> registry.rollBack(null, CLOCK))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining("models/current.json: not a JSON object")
                .hasMessageContaining("--to VERSION");
        assertThatThrownBy(() -> registry.rollBack("v9", CLOCK)).isInstanceOf(BadInputException.class);
        assertThat(Files.readAllBytes(folder.resolve(Current.KEY))).isEqualTo(noise);

        assertThat(registry.rollBack("v2", CLOCK)).isEqualTo(new Current("v2", null, 0, null, 5_000));
        assertThat(registry.problemOfCurrent()).isEmpty();
        assertThat(registry.chosen(null)).contains("v2");
    }

    @Test
    void aLostDocumentOfWhatServesIsWrittenAnewWhenAVersionIsNamed() throws IOException {
        Files.delete(folder.resolve(Current.KEY));

        assertThatThrownBy(() -> registry.rollBack(null, CLOCK))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("models/current.json: no such object")
                .hasMessageContaining("--to VERSION");
        assertThatThrownBy(() -> registry.rollBack("v9", CLOCK)).isInstanceOf(BadInputException.class);
        assertThat(folder.resolve(Current.KEY)).doesNotExist();

        assertThat(registry.rollBack("v2", CLOCK)).isEqualTo(new Current("v2", null, 0, null, 5_000));
        assertThat(registry.chosen(null)).contains("v2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|not a JSON object: it is another value",
                "null|not a JSON object: it is null",
                "{\"a\":1}|field 'outcome' is missing, expected published, candidate, refused, unusable or failed",
                "{\"problem\":\"none\"}|field 'outcome' is missing",
                "{\"outcome\":{\"a\":1}}|field 'outcome' is {a=1}, expected",
                "{\"outcome\":\"refused\",\"version\":\"../../x\",\"ended_at\":1}|field 'version' is '../../x',"
                        + " expected a version name",
                "{\"outcome\":\"failed\",\"version\":7,\"ended_at\":1}|field 'version' is 7, expected a version name",
                "{\"outcome\":\"failed\",\"ended_at\":\"now\"}|field 'ended_at' is 'now', expected a whole number",
                "{\"outcome\":\"failed\",\"ended_at\":1,\"events\":\"x\"}|field 'events' is 'x', expected a whole"
                        + " number",
                "{\"outcome\":\"failed\",\"ended_at\":1,\"failure\":{\"cause\":[]}}|field 'failure.stage' is missing,"
                        + " expected a text",
                "{\"outcome\":\"failed\",\"ended_at\":1,\"lines\":[{}]}|field 'lines' is [{}], expected a list of texts"
            })
    void aRunWhoseRecordNoTrainingWritesIsDamaged(String document, String problem) throws IOException {
        put("runs/one.json", document);

        assertThat(registry.fruitlessRuns()).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo("damaged");
            assertThat(run.version()).isNull();
            assertThat(run.cause()).startsWith(folder + "/runs/one.json: " + problem);
        });
        assertThatThrownBy(() -> registry.run("one"))
                .isInstanceOf(DamagedDocumentException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noise|not a JSON object: it is not valid JSON at line 1, column 1, expected the record of a trial",
                "{\"a\":1}|field 'challenger' is missing, expected a text",
                "{\"challenger\":\"v1\"}|field 'challenger' is 'v1', expected 'v2', as the object's name says",
                "{\"challenger\":\"v2\"}|field 'decision' is missing, expected continue, promote or roll_back",
                "{\"challenger\":\"v2\",\"decision\":\"promote\",\"state\":{\"a\":1}}|field 'state' is {a=1}, expected"
                        + " running, promoted or rolled_back"
            })
    void aDamagedTrialIsReportedWithPlaceAndExpectation(String document, String problem) throws IOException {
        put("trials/v2.json", document);
        StoredModel model = registry.list().get(2);

        assertThat(model.trial().problem()).isEqualTo(folder + "/trials/v2.json: " + problem);
        assertThat(model.toJson().toObject("").asMap())
                .containsEntry("trial", Map.of("problem", model.trial().problem()));
        assertThat(model.state()).isEqualTo(StoredModel.State.PREVIOUS);
    }

    private static String manifest(String version) throws IOException {
        JsonObject details = JsonObject.read("""
            {"counts": {"events": 7},
             "gate": "refused", "gate_refusals": ["too few cases"], "forced": true,
             "evaluation": {"intervals": {"hr@20": {"value": 0.6, "low": 0.5, "high": 0.7}},
                            "lead_over": {"popularity": {"hr@20": {"value": 0.2, "low": 0.1, "high": 0.3}}}}}\
            """.getBytes(StandardCharsets.UTF_8), "test", "details");
        Manifest manifest = new Manifest(
                version,
                "schema",
                Objective.CART,
                ModelKind.FITTED,
                null,
                Map.of("ranker.cbm", new Manifest.Entry(5, Sha256.hex("bytes".getBytes(StandardCharsets.UTF_8)), null)),
                details);
        return new String(manifest.toJson(), StandardCharsets.UTF_8);
    }

    private static TrainingDetails training(String version) throws IOException {
        return Manifest.parse(manifest(version).getBytes(StandardCharsets.UTF_8), "test")
                .training();
    }

    private static TrialRecord trial(String challenger) {
        return TrialRecord.start(challenger, "v0", 0.1, 5, null);
    }

    private void put(String key, TrialRecord trial) throws IOException {
        put(key, new String(trial.toJson().toBytes(), StandardCharsets.UTF_8));
    }

    private void serve(Current current) throws IOException {
        put(Current.KEY, new String(current.toJson(), StandardCharsets.UTF_8));
    }

    private void put(String key, String text) throws IOException {
        FolderObjectStore store = new FolderObjectStore(folder);
        assertThat(store.putIf(
                        key,
                        text.getBytes(StandardCharsets.UTF_8),
                        store.etag(key).or(Optional::empty)))
                .isTrue();
    }
}
