package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.RankerMetrics;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.publish.BundleVersion;
import io.nextcart.training.report.Growth;
import io.nextcart.training.table.LogDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a folder of tables into a bundle: adds the ranker, its calibration and the manifest, which records how the
 * model was made, then opens it as serving will.
 */
record BundleAssembly(TrainingStages training, Model model, Verdict verdict, CheckReport checks) {

    /**
     * The ranker to put into a bundle.
     *
     * @param fitted empty for the rule
     * @param outcome its results on the holdout
     */
    record Model(Optional<Fitted> fitted, Evaluation.Outcome outcome) {
        ModelKind kind() {
            return fitted.isPresent() ? ModelKind.FITTED : ModelKind.RULE;
        }
    }

    /**
     * Completes the bundle in a folder.
     *
     * @param folder holds every table of {@link Tables#FILES}, and those that follow from the catalogue where there is one
     * @param parent the version that served when the training started; null for none
     * @param madeAt becomes part of the version
     * @throws io.nextcart.store.document.BundleException when serving could not open the bundle
     */
    Manifest complete(Path folder, @Nullable String parent, Instant madeAt) throws IOException {
        List<String> names = new ArrayList<>(Tables.FILES);
        if (model.fitted().isPresent()) {
            Files.copy(model.fitted().get().model(), folder.resolve(Bundle.RANKER));
            names.add(Bundle.RANKER);
        }
        Calibration calibration = model.outcome().calibration().calibration();
        if (calibration != Calibration.NONE) {
            calibration.write(folder.resolve(Calibration.FILE));
            names.add(Calibration.FILE);
        }
        Stream.of(CatalogueTable.FILE, Tables.CONTENT)
                .filter(name -> Files.exists(folder.resolve(name)))
                .forEach(names::add);
        Map<String, Manifest.Entry> files = new TreeMap<>();
        for (String name : names) {
            files.put(name, Manifest.Entry.of(folder.resolve(name)));
        }
        String version = BundleVersion.of(folder, madeAt);
        Manifest manifest = new Manifest(
                version,
                FeatureExtractor.SCHEMA_HASH,
                training.log().objective(),
                model.kind(),
                parent,
                files,
                details().toJson().toObject(version));
        Files.write(folder.resolve(Manifest.FILE), manifest.toJson());
        Bundle.verify(folder);
        Bundle.open(folder);
        return manifest;
    }

    private TrainingDetails details() {
        TrainingStages.Log log = training.log();
        Evaluation.Outcome outcome = model.outcome();
        Map<String, Double> importance = new LinkedHashMap<>();
        double[] byFeature = model.fitted().map(Fitted::importance).orElse(new double[0]);
        for (int f = 0; f < byFeature.length; f++) {
            importance.put(FeatureExtractor.NAMES.get(f), byFeature[f]);
        }
        return new TrainingDetails(
                counts(log, training.settings().resources().memoryMb()),
                new TrainingDetails.Window(
                        log.database().firstMs(),
                        log.windows().trainFromMs(log.sessions()),
                        log.windows().holdoutFromMs(log.sessions()),
                        log.database().lastMs()),
                training.fitSettings(model.fitted()).details(),
                new RankerMetrics(outcome.model().cases(), metrics(outcome)),
                outcome.comparison().details(),
                outcome.calibration().details(),
                verdict.details(training.settings().target().force()),
                importance,
                training.stages().records(),
                checks.details());
    }

    private static Map<String, Long> counts(TrainingStages.Log log, long memoryMb) {
        LogDatabase database = log.database();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(TrainingDetails.EVENTS, database.eventCount());
        for (EventType type : EventType.values()) {
            counts.put(type.wireName(), database.eventCount(type));
        }
        counts.put("users", (long) database.userCount());
        counts.put("items", (long) database.itemCount());
        counts.put("sessions", (long) database.sessionCount());
        counts.put(Growth.WEEKLY_EVENTS, database.weeklyEvents());
        if (database.sql().isInProcess()) {
            counts.put(Growth.MEMORY_MB, memoryMb);
        }
        counts.put("bad_rows", log.badRows());
        counts.putAll(log.read().rowCounts());
        return counts;
    }

    private static Map<String, Map<String, Double>> metrics(Evaluation.Outcome outcome) {
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        metrics.put(TrainingDetails.MODEL, outcome.model().byName());
        for (String rival : outcome.comparison().rankers()) {
            if (!rival.equals(Comparison.OURS)) {
                metrics.put(rival, outcome.comparison().metrics(rival).byName());
            }
        }
        return metrics;
    }
}
