package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.metric.RankingMetrics;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.evaluate.Champion;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.HoldoutPoints;
import io.nextcart.training.evaluate.Horizon;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Questions;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.fit.RankerTrainer;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.publish.Gate;
import io.nextcart.training.publish.GateResult;
import io.nextcart.training.publish.ObjectStores;
import io.nextcart.training.publish.Scores;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * One retrain: read → tables of the past → replay → fit → tables up to the holdout → evaluate → gate → tables of
 * everything → publish. Nothing is visible in the store before the last step.
 */
public final class Retrain {
    private static final int MOST_TRAIN_QUESTIONS = 50_000;
    private static final int MOST_HOLDOUT_QUESTIONS = 20_000;
    private static final int MOST_CALIBRATION_QUESTIONS = 8_000;
    private static final int NEGATIVES = 20;
    private static final Gate GATE = new Gate(100, 0.02);
    private static final long SQL_MEMORY_BYTES = 2L << 30;

    private final RetrainSettings settings;
    private final Clock clock;
    private final Progress progress;
    private final Stages stages;

    public Retrain(RetrainSettings settings, Clock clock, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stages = new Stages(progress);
    }

    /**
     * Runs it.
     *
     * @throws io.nextcart.data.BadInputException when the log cannot be used
     * @throws IOException when the store or the disk fails; what served before serves on
     */
    public RetrainResult run() throws IOException {
        ObjectStore store = ObjectStores.open(settings.store());
        BundlePublisher publisher = new BundlePublisher(store, clock);
        BundlePublisher.Base base = publisher.base();
        Files.createDirectories(settings.workFolder());
        try (WorkFolder work = WorkFolder.create(settings.workFolder());
                DuckDbEngine sql = new DuckDbEngine(work.path().resolve("sql"), settings.threads(), SQL_MEMORY_BYTES)) {
            LogReading reading = new LogReading(settings, progress);
            LogDatabase log = stages.run("read the log", stage -> {
                LogDatabase read = reading.read(sql);
                stage.addRows(read.eventCount());
                return read;
            });
            return train(log, reading, work.path(), store, publisher, base);
        }
    }

    private RetrainResult train(
            LogDatabase log,
            LogReading reading,
            Path work,
            ObjectStore store,
            BundlePublisher publisher,
            BundlePublisher.Base base)
            throws IOException {
        SessionLog sessions = log.sessions(log.firstMs(), log.lastMs() + 1);
        Objective objective = Objective.of(settings.objective(), log.eventCount(EventType.ADD_TO_CART));
        Windows windows = Windows.of(sessions, objective);
        HistoryReplay replay = new HistoryReplay(sessions);
        TableStages tables = new TableStages(log, sessions, settings, stages, progress);

        Path past = work.resolve("past");
        tables.build("tables of the past", past, windows.trainFromMs(sessions));
        Fitted fitted = fit(Tables.open(past), replay, windows, objective, work);

        Path judged = work.resolve("judged");
        tables.build("tables to the holdout", judged, windows.holdoutFromMs(sessions));
        Evaluation.Outcome outcome = stages.run("evaluate", stage -> {
            HoldoutPoints questions = HoldoutPoints.answered(
                    sessions,
                    windows.holdoutFrom(),
                    windows.sessions(),
                    objective,
                    Horizon.DAY,
                    MOST_HOLDOUT_QUESTIONS,
                    settings.seed());
            HoldoutPoints everyView = HoldoutPoints.everyView(
                    sessions,
                    windows.holdoutFrom(),
                    windows.sessions(),
                    objective,
                    Horizon.DAY,
                    MOST_CALIBRATION_QUESTIONS,
                    settings.seed());
            stage.addRows(questions.size());
            Tables judge = Tables.open(judged);
            Optional<Ranker> champion =
                    Champion.load(store, base.current(), new FeatureExtractor(judge).schemaHash(), work);
            Evaluation evaluation = new Evaluation(judge, CatBoostRanker.load(fitted.model()), champion);
            return evaluation.run(replay, questions, everyView, progress);
        });
        GateResult gate = GATE.decide(
                scores(outcome.model()),
                scores(outcome.popularity()),
                scores(outcome.repeat()),
                outcome.champion().map(Retrain::scores));
        List<String> refusals = gate instanceof GateResult.Refused refused ? refused.reasons() : List.of();

        Path bundle = work.resolve("bundle");
        tables.build("tables of the whole log", bundle, log.lastMs() + 1);
        Calibration calibration = outcome.calibration().calibration();
        if (calibration != Calibration.NONE) {
            calibration.write(bundle.resolve(Calibration.FILE));
        }
        ManifestDetails details = new ManifestDetails(log, reading, windows, sessions, settings, outcome, refusals);
        Workspace workspace = new Workspace(Tables.open(bundle));
        String version = BundleAssembly.complete(
                bundle,
                fitted.model(),
                workspace.features().schemaHash(),
                objective,
                base.current().map(Current::champion).orElse(null),
                details.of(workspace.features().names(), fitted.importance(), stages.records()),
                clock);
        boolean publish = refusals.isEmpty() || settings.force();
        if (publish) {
            stages.run("publish", stage -> publisher.publish(bundle, version, base, progress));
        }
        return new RetrainResult(
                version, publish, refusals, objective, log.eventCount(), reading.badRows(), outcome, stages.records());
    }

    private Fitted fit(Tables past, HistoryReplay replay, Windows windows, Objective objective, Path work)
            throws IOException {
        Workspace workspace = new Workspace(past);
        TrainingSet examples = stages.run("replay sessions", stage -> {
            Questions questions = Questions.of(
                    replay.log(),
                    windows.trainFrom(),
                    windows.holdoutFrom(),
                    objective,
                    MOST_TRAIN_QUESTIONS,
                    settings.seed());
            TrainingSet set = new TrainingSet(workspace.features().names());
            new ExampleWriter(workspace, replay, NEGATIVES, settings.seed()).write(questions, set, progress);
            stage.addRows(set.rows());
            return set;
        });
        return stages.run("fit the ranker", stage -> {
            Fitted fitted = RankerTrainer.fit(
                    examples, work, FitSettings.standard(settings.seed(), settings.threads()), progress);
            stage.addRows(examples.rows());
            stage.addProcess(fitted.cpuSeconds(), fitted.peakRssMb());
            return fitted;
        });
    }

    private static Scores scores(RankingMetrics metrics) {
        return new Scores(metrics.hitRate(20), metrics.mrr(20), metrics.cases());
    }
}
