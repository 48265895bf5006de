package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.check.Examples;
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
import io.nextcart.training.gate.Gate;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.publish.ObjectStores;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * One retrain: read → tables of the past and up to the holdout → replay → check → fit → evaluate → gate → tables of
 * everything → publish. Nothing is visible in the store before the last step.
 */
public final class Retrain {
    private static final int MOST_TRAIN_QUESTIONS = 30_000;
    private static final int MOST_HOLDOUT_QUESTIONS = 20_000;
    private static final int MOST_CALIBRATION_QUESTIONS = 8_000;
    private static final int NEGATIVES = 20;
    private static final long SQL_MEMORY_BYTES = 2L << 30;

    private final RetrainSettings settings;
    private final Clock clock;
    private final Progress progress;
    private final Stages stages;
    private Mlflow tracking = Mlflow.NONE;

    public Retrain(RetrainSettings settings, Clock clock, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stages = new Stages(progress);
    }

    /** Has this training told to a tracking server when its model has gone where it goes. */
    public Retrain trackedBy(Mlflow server) {
        tracking = requireNonNull(server, "server is null");
        return this;
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
        Path judged = work.resolve("judged");
        tables.build("tables to the holdout", judged, windows.holdoutFromMs(sessions));
        Tables judge = Tables.open(judged);
        Checks.Asked training = replay(Tables.open(past), replay, windows, objective);
        CheckReport checked = check(training, judge, log, replay, windows, objective, store, base, work);
        Fitted fitted = fit(training.rows(), work);

        HoldoutPoints holdout = HoldoutPoints.answered(
                sessions,
                windows.holdoutFrom(),
                windows.sessions(),
                objective,
                Horizon.DAY,
                MOST_HOLDOUT_QUESTIONS,
                settings.seed());
        Evaluation.Outcome outcome = stages.run("evaluate", stage -> {
            HoldoutPoints everyView = HoldoutPoints.everyView(
                    sessions,
                    windows.holdoutFrom(),
                    windows.sessions(),
                    objective,
                    Horizon.DAY,
                    MOST_CALIBRATION_QUESTIONS,
                    settings.seed());
            stage.addRows(holdout.size());
            Optional<Ranker> champion =
                    Champion.load(store, base.current(), new FeatureExtractor(judge).schemaHash(), work);
            Evaluation evaluation = new Evaluation(judge, CatBoostRanker.load(fitted.model()), champion);
            return evaluation.run(replay, holdout, everyView, progress);
        });
        Verdict verdict = stages.run(
                "gate",
                stage -> Verdict.of(Gate.STANDARD, outcome, holdout, sessions, log, checked.alarms(), settings.seed()));

        Path bundle = work.resolve("bundle");
        tables.build("tables of the whole log", bundle, log.lastMs() + 1);
        Calibration calibration = outcome.calibration().calibration();
        if (calibration != Calibration.NONE) {
            calibration.write(bundle.resolve(Calibration.FILE));
        }
        ManifestDetails details =
                new ManifestDetails(log, reading, windows, sessions, settings, outcome, verdict, checked);
        Workspace workspace = new Workspace(Tables.open(bundle));
        String version = BundleAssembly.complete(
                bundle,
                fitted.model(),
                workspace.features().schemaHash(),
                objective,
                base.current().map(Current::champion).orElse(null),
                details.of(workspace.features().names(), fitted.importance(), stages.records()),
                clock);
        boolean publish = verdict.passed() || settings.force();
        if (publish) {
            stages.run("publish", stage -> publisher.publish(bundle, version, base, progress));
        }
        tracking.record(bundle, publish ? "published" : "refused");
        return new RetrainResult(
                version,
                publish,
                verdict,
                checked,
                objective,
                log.eventCount(),
                reading.badRows(),
                outcome,
                stages.records());
    }

    private Checks.Asked replay(Tables past, HistoryReplay replay, Windows windows, Objective objective) {
        return stages.run("replay sessions", stage -> {
            Questions questions = Questions.of(
                    replay.log(),
                    windows.trainFrom(),
                    windows.holdoutFrom(),
                    objective,
                    MOST_TRAIN_QUESTIONS,
                    settings.seed());
            TrainingSet set = examples(past, replay, questions, progress);
            stage.addRows(set.rows());
            return new Checks.Asked(past, questions, set);
        });
    }

    private CheckReport check(
            Checks.Asked training,
            Tables judge,
            LogDatabase log,
            HistoryReplay replay,
            Windows windows,
            Objective objective,
            ObjectStore store,
            BundlePublisher.Base base,
            Path work)
            throws IOException {
        Questions holdout = Questions.of(
                replay.log(),
                windows.holdoutFrom(),
                windows.sessions(),
                objective,
                MOST_HOLDOUT_QUESTIONS,
                settings.seed());
        Examples examples = (tables, questions) -> examples(tables, replay, questions, Progress.NONE);
        Checks checks = new Checks(examples, replay, log.itemIds(), settings.seed(), settings.threads(), work);
        return stages.run("check", stage -> checks.run(training, judge, holdout, store, base.current(), stage));
    }

    private TrainingSet examples(Tables tables, HistoryReplay replay, Questions questions, Progress told) {
        Workspace workspace = new Workspace(tables);
        TrainingSet set = new TrainingSet(workspace.features().names());
        new ExampleWriter(workspace, replay, NEGATIVES, settings.seed()).write(questions, set, told);
        return set;
    }

    private Fitted fit(TrainingSet examples, Path work) throws IOException {
        return stages.run("fit the ranker", stage -> {
            Fitted fitted = RankerTrainer.fit(
                    examples, work, FitSettings.standard(settings.seed(), settings.threads()), progress);
            stage.addRows(examples.rows());
            stage.addProcess(fitted.cpuSeconds(), fitted.peakRssMb());
            return fitted;
        });
    }
}
