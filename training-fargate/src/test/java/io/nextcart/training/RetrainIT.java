package io.nextcart.training;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.Sha256;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.RareItems;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.GateDetails;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.store.registry.Registry;
import io.nextcart.training.answer.ShopAnswers;
import io.nextcart.training.calibrate.HoldoutCalibration;
import io.nextcart.training.evaluate.CaseEvaluation;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.gate.Rival;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.report.ReportWriter;
import io.nextcart.training.table.RealLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainIT {
    private static final TrainedShop SHOP = TrainedShop.get();
    private static final RetrainResult FIRST = SHOP.result();
    private static final TrainedShop SMALL = TrainedShop.small();
    private static final int HELD_OUT_SESSIONS = 3000;

    @TempDir
    Path folder;

    @Test
    void sameSeedPublishesTheSameBytesAndMetrics() throws IOException {
        RetrainResult first = SMALL.result();
        RetrainResult second = SMALL.trainInto(folder.resolve("store"), true, folder.resolve("work"));

        assertThat(first.published()).isTrue();
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(files(folder.resolve("store"))).isEqualTo(files(SMALL.store()));
        assertThat(second.outcome().model().byName())
                .isEqualTo(first.outcome().model().byName());
        // The findings of gate and checks are the same too; only time and memory of the stages differ.
        Map<String, Object> details = details(SMALL.store(), first);
        assertThat(details(folder.resolve("store"), second))
                .isEqualTo(details)
                .containsKeys("evidence", "checks", "importance");
        assertThat(folder.resolve("work/.training")).doesNotExist();
    }

    @Test
    void theBundleHoldsTheCatalogueOfNowAndWhatIsDescribedAlike() throws IOException {
        BundleLoader loader = new BundleLoader(new FolderObjectStore(SMALL.store()), folder.resolve("cache"));
        Bundle bundle = loader.load(SMALL.result().version());
        CatalogueTable catalogue = bundle.catalogue();
        assertThat(catalogue.newestMs()).isEqualTo(TrainedShop.SAID_AT_MS);
        CatalogueItem stranger = catalogue.said("stranger");
        assertThat(stranger.available()).isFalse();
        assertThat(stranger.updatedAtMs()).isEqualTo(TrainedShop.SAID_AT_MS - 1);
        ItemTable items = bundle.tables().items();
        NeighborTable content = bundle.tables().content();
        int rare = IntStream.range(0, items.size())
                .filter(item -> content.from(item) < content.to(item))
                .findFirst()
                .orElseThrow();
        assertThat(items.views(rare)).isLessThanOrEqualTo(RareItems.FEW_VIEWS);
        assertThat(content.item(0)).isNotEqualTo(rare);
        for (int item : new int[] {rare, content.item(0)}) {
            assertThat(catalogue.said(items.id(item)).title()).isEqualTo(TrainedShop.TITLE);
        }
    }

    @Test
    void whatIsPublishedBeatsBothBaselinesAndServes() throws IOException {
        assertThat(FIRST.published()).isTrue();
        assertThat(FIRST.objective()).isEqualTo(Objective.CART);
        assertThat(FIRST.outcome().model().hitRate(20))
                .isGreaterThan(FIRST.outcome().popularity().hitRate(20))
                .isGreaterThan(FIRST.outcome().repeat().hitRate(20));
        BundleLoader loader = new BundleLoader(new FolderObjectStore(SHOP.store()), folder.resolve("cache"));
        Current current = loader.current().orElseThrow();
        assertThat(current.champion()).isEqualTo(FIRST.version());
        Bundle bundle = loader.load(current.champion());
        assertThat(bundle.manifest().objective()).isEqualTo(Objective.CART);
        assertThat(bundle.calibration().method()).isNotEqualTo("none");
        TrainingDetails details = bundle.manifest().training();
        assertThat(details.metrics().cases()).isPositive();
        assertThat(details.metrics().byRanker()).containsKeys("model", "co_visitation");
        assertThat(details.metrics().of("model")).containsKey("hr@5");
        assertThat(details.evaluation().interval("hr@20").low()).isPositive();
        assertThat(details.evaluation().leadOver()).isNotEmpty();
        assertThat(details.evaluation().segments()).isNotEmpty();
        assertThat(details.calibration().method())
                .isEqualTo(bundle.calibration().method());
        assertThat(details.calibration().reliability().logLoss()).isPositive();
        assertThat(details.calibration().reliability().table()).isNotEmpty();
        assertThat(details.gate().decision()).isEqualTo(GateDetails.PASSED);
        assertThat(details.gate().forced()).isFalse();
        assertThat(details.gate().evidence().shoppers()).isPositive();
        assertThat(details.gate().evidence().against()).containsKeys("repeat", "popularity");
        assertThat(details.gate()
                        .evidence()
                        .against()
                        .get("repeat")
                        .get("hr@20")
                        .better())
                .isEqualTo(1);
        assertThat(details.checks().vectorsEqualToServing()).isPositive();
        assertThat(details.checks().shuffledAnswers().questions()).isPositive();
        assertThat(details.checks().histograms()).containsKey("repeat_score");
        assertThat(new String(details.toJson().toIndentedBytes(), UTF_8))
                .as("typed details write what they read")
                .isEqualTo(new String(bundle.manifest().details().toFields().toIndentedBytes(), UTF_8));
    }

    @Test
    void calibratedScoresPromiseWhatComes() {
        HoldoutCalibration.Chosen chosen = FIRST.outcome().calibration();
        assertThat(chosen.reliability().calibrationError())
                .isLessThan(0.001)
                .isLessThan(chosen.raw().calibrationError() / 5);
        assertThat(chosen.reliability().logLoss()).isLessThan(chosen.raw().logLoss());
    }

    @Tag("long")
    @Test
    void aModelLevelWithTheOneInServiceIsPublished() throws IOException {
        Path store = TrainedShop.copy(SHOP.store(), folder.resolve("store"));
        RetrainResult second = SHOP.trainInto(store, false, folder.resolve("work"));

        assertThat(second.published()).as("level with what serves").isTrue();
    }

    private void assertThatTheModelInServiceWasJudgedOnTheSameHoldout(RetrainResult first, RetrainResult second) {
        assertThat(first.outcome().champion()).isEmpty();
        RankingMetrics champion = second.outcome().champion().orElseThrow();
        assertThat(champion.byName()).isEqualTo(first.outcome().model().byName());
        assertThat(second.summary()).anySatisfy(line -> assertThat(line).contains("the model in service"));
        assertThat(second.verdict().evidence().leads())
                .filteredOn(lead -> lead.rival() == Rival.CHAMPION)
                .hasSize(2)
                .allSatisfy(lead -> assertThat(lead.difference()).isEqualTo(new GateDetails.Difference(0, 0, 0, 0)));
        assertThat(second.checks().lines())
                .contains("  drift since " + first.version() + ": at most 0.000, of repeat_score; 0.25 is a shift");
    }

    @Tag("long")
    @Test
    void aDamagedModelInServiceDoesNotStandInTheWayOfAGoodOne() throws IOException {
        Path store = TrainedShop.copy(SMALL.store(), folder.resolve("store"));
        Files.writeString(store.resolve("models/" + SMALL.result().version() + "/ranker.cbm"), "noise");

        RetrainResult second =
                TrainedShop.train(TrainedShop.inputs(SMALL.files()), store, true, folder.resolve("work"));

        assertThat(second.outcome().champion()).isEmpty();
        assertThat(second.published()).isTrue();
    }

    @Test
    void afterAnUpgradeThatChangesTheVectorsTheNextTrainingServesAtOnce() throws IOException {
        servesAtOnceAfterAnUpgrade(true);
    }

    @Tag("long")
    @Test
    void afterAnUpgradeThatChangesTheVectorsTheRuleServesAtOnceIfTheGateRefuses() throws IOException {
        servesAtOnceAfterAnUpgrade(false);
    }

    private void servesAtOnceAfterAnUpgrade(boolean passes) throws IOException {
        Path store = TrainedShop.copy(SMALL.store(), folder.resolve("store"));
        String old = SMALL.result().version();
        Path manifest = store.resolve("models/" + old + "/manifest.json");
        Files.writeString(
                manifest, Files.readString(manifest).replace(FeatureExtractor.SCHEMA_HASH, "feedfacefeedface"));
        RetrainSettings settings =
                TrainedShop.settings(TrainedShop.inputs(SMALL.files()), store, passes, folder.resolve("work"));
        RetrainSettings onTrial = new RetrainSettings(
                settings.log(),
                settings.objective(),
                settings.seed(),
                new RetrainSettings.Target(store.toString(), passes, true),
                settings.resources());

        RetrainResult second = new Retrain(onTrial, TrainedShop.CLOCK, Progress.NONE).run();

        assertThat(second.published())
                .as("no trial against a model that nobody sees")
                .isTrue();
        assertThat(second.manifest().kind()).isEqualTo(passes ? ModelKind.FITTED : ModelKind.RULE);
        BundleLoader loader = new BundleLoader(new FolderObjectStore(store), folder.resolve("cache"));
        Current current = loader.current().orElseThrow();
        assertThat(current.champion()).isEqualTo(second.version());
        assertThat(current.challenger()).isNull();
        Bundle bundle = loader.load(current.champion());
        assertThat(bundle.version()).isEqualTo(second.version());
        assertThat(bundle.catalogue()).as("trained without the archive").isNull();
        assertThat(second.outcome().model().byName())
                .as("the holdout knows nothing of the catalogue of now")
                .isEqualTo(SMALL.result().outcome().model().byName());
    }

    @Test
    void aRefusedModelIsJudgedBesideTheOneInServiceAndLeavesTheStoreAsItWas() throws IOException {
        // The holdout of such a small shop has too few cart cases.
        Path store = TrainedShop.copy(SMALL.store(), folder.resolve("store"));
        List<String> before = new FolderObjectStore(store).list("models/");
        RetrainResult result = SMALL.trainInto(store, false, folder.resolve("work"));

        assertThatTheModelInServiceWasJudgedOnTheSameHoldout(SMALL.result(), result);
        assertThat(result.published()).isFalse();
        assertThat(result.refusals()).anySatisfy(reason -> assertThat(reason).contains("holdout cases"));
        assertThat(new FolderObjectStore(store).list("models/")).isEqualTo(before);
        assertThat(store.resolve("runs/" + result.version() + "-report.html"))
                .content()
                .contains("Refused: only ");
        assertThat(result.summary())
                .anySatisfy(line -> assertThat(line)
                        .isEqualTo("Why, in plots: " + store + "/runs/" + result.version() + "-report.html"));
        assertThat(new Registry(new FolderObjectStore(store)).fruitlessRuns())
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.run()).isEqualTo(result.version());
                    assertThat(run.state()).isEqualTo("refused");
                    assertThat(run.cause()).isEqualTo(String.join("; ", result.refusals()));
                });
        assertThat(store.resolve("runs/" + result.version() + "-manifest.json"))
                .binaryContent()
                .isEqualTo(result.manifest().toJson());
    }

    @Test
    void aSmallShopGetsTheRuleAndFreshTablesForItEveryNight() throws IOException {
        Path store = folder.resolve("store");
        // Without views there is nothing to fit.
        List<String> carts = Files.readAllLines(SMALL.files().resolve(SyntheticShop.EVENTS)).stream()
                .filter(line -> !line.contains(",view,"))
                .toList();
        LogInputs young = TrainedShop.inputs(SMALL.files(), Files.write(folder.resolve("young.csv"), carts));
        RetrainResult first = TrainedShop.train(young, store, false, folder.resolve("work"));
        RetrainResult second = SMALL.trainInto(store, false, folder.resolve("work"));

        assertThat(first.published()).isTrue();
        assertThat(first.manifest().kind()).isEqualTo(ModelKind.RULE);
        assertThat(second.published()).isTrue();
        assertThat(second.manifest().kind()).isEqualTo(ModelKind.RULE);
        assertThat(second.manifest().parent()).isEqualTo(first.version());
        assertThat(second.outcome().champion().orElseThrow().hitRate(20))
                .isEqualTo(second.outcome().rule().hitRate(20));
    }

    @Test
    void aLogTooSmallToLearnFromIsRefusedInOneLine() throws IOException {
        List<String> lines = Files.readAllLines(SHOP.files().resolve(SyntheticShop.EVENTS));
        Path log = Files.write(folder.resolve("events.csv"), lines.subList(0, 9));
        LogInputs inputs = TrainedShop.inputs(SHOP.files(), log);

        assertThatThrownBy(() -> TrainedShop.train(inputs, folder.resolve("store"), false, folder.resolve("work")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("expected at least 10");
        assertThat(folder.resolve("store")).doesNotExist();
    }

    @Tag("long")
    @Test
    void nextItemOfRealSessionsNeverSeenIsFound() throws IOException {
        Path cases = folder.resolve("cases.jsonl");
        Path training = folder.resolve("training.csv");
        split(RealLog.path(), training, cases);
        LogInputs inputs = new LogInputs(List.of(training), null, List.of(), null, 0);
        RetrainResult result = TrainedShop.train(inputs, folder.resolve("store"), false, folder.resolve("work"));

        assertThat(result.published()).isTrue();
        assertThat(result.objective()).isEqualTo(Objective.VIEW);
        BundleLoader loader = new BundleLoader(new FolderObjectStore(folder.resolve("store")), folder.resolve("cache"));
        RankingMetrics metrics = new CaseEvaluation(new ShopAnswers(
                        result.version(), loader.load(result.version()).recommender(), Overlay.NONE))
                .run(cases, Progress.NONE);
        assertThat(metrics.cases()).isGreaterThan(5000);
        assertThat(metrics.hitRate(20)).isGreaterThan(0.58);
        assertThat(metrics.mrr(20)).isGreaterThan(0.31);
    }

    /** The manifest's details, without the time and memory of the stages. */
    private static Map<String, Object> details(Path store, RetrainResult result) throws IOException {
        Map<String, Object> details = new TreeMap<>(Manifest.read(store.resolve("models/" + result.version()))
                .details()
                .asMap());
        details.remove("stages");
        return details;
    }

    /** Every file of a store except the manifest, which records the time and memory of the stages. */
    private static Map<String, String> files(Path store) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(store)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                String name = store.relativize(file).toString();
                if (!name.endsWith(Manifest.FILE)
                        && !name.endsWith(ReportWriter.FILE)) { // both record the stages' usage
                    files.put(name, Sha256.hex(Files.readAllBytes(file)));
                }
            }
        }
        assertThat(files).hasSizeGreaterThan(8);
        return files;
    }

    /** Holds back the last sessions; in this log one visitor is one session, in order of time. */
    private static void split(Path log, Path training, Path cases) throws IOException {
        Map<String, List<String>> sessions = new LinkedHashMap<>();
        String header;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(log), 1 << 16), StandardCharsets.UTF_8))) {
            header = lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                sessions.computeIfAbsent(line.split(",", -1)[1], visitor -> new ArrayList<>())
                        .add(line);
            }
        }
        List<String> kept = new ArrayList<>(List.of(header));
        List<String> asked = new ArrayList<>();
        int left = sessions.size();
        for (List<String> session : sessions.values()) {
            if (left-- > HELD_OUT_SESSIONS) {
                kept.addAll(session);
                continue;
            }
            List<String> items = session.stream()
                    .map(line -> '"' + line.split(",", -1)[3] + '"')
                    .toList();
            for (int i = 1; i < items.size(); i++) {
                asked.add(
                        "{\"items\":[" + String.join(",", items.subList(0, i)) + "],\"target\":" + items.get(i) + "}");
            }
        }
        Files.write(training, kept);
        Files.write(cases, asked);
    }
}
