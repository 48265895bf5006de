package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.engine.bundle.Current;
import io.nextcart.engine.bundle.Manifest;
import io.nextcart.engine.bundle.ObjectStore;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.s3.ObjectStores;
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
import io.nextcart.training.fit.SavedExamples;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.gate.Gate;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.report.ReportWriter;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.Checkpoints;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.stage.StepStore;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SavedLog;
import io.nextcart.training.table.SessionLog;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One retrain: read → tables of the past and up to the holdout → replay → check → fit → evaluate → gate → tables of
 * everything → publish. Nothing is visible in the store before the last step. What costs time leaves its result in the work folder, so that a
 * run that was broken off can be taken up again; checks, evaluation and gate are done each time, for they look at what serves.
 */
public final class Retrain {
    private static final int MOST_TRAIN_QUESTIONS = 30_000;
    private static final int MOST_HOLDOUT_QUESTIONS = 20_000;
    private static final int MOST_CALIBRATION_QUESTIONS = 8_000;
    private static final int NEGATIVES = 20;
    private static final String BAD_ROWS = "bad-rows.txt";
    private static final String EXAMPLES = "examples.bin";

    private final RetrainSettings settings;
    private final RetrainMode mode;
    private final Clock clock;
    private final Progress progress;
    private final Stages stages;
    private Mlflow tracking = Mlflow.NONE;

    public Retrain(RetrainSettings settings, Clock clock, Progress progress) {
        this(settings, RetrainMode.STANDARD, clock, progress);
    }

    public Retrain(RetrainSettings settings, RetrainMode mode, Clock clock, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.mode = requireNonNull(mode, "mode is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stages = new Stages(progress);
    }

    /** Has this training told to a tracking server when its model has gone where it goes. */
    public Retrain trackedBy(Mlflow server) {
        tracking = requireNonNull(server, "server is null");
        return this;
    }

    /** What its stages took so far. */
    public Stages stages() {
        return stages;
    }

    /** Where a model goes, and what served there when it was begun. */
    private record Target(ObjectStore store, BundlePublisher publisher, BundlePublisher.Base base) {}

    /** The log, and rows of it that could not be read. */
    private record ReadLog(LogDatabase log, long badRows) {}

    /**
     * Runs it.
     *
     * @throws io.nextcart.data.BadInputException when the log cannot be used, or the work folder is another training's
     * @throws IOException when the store or the disk fails; what served before serves on
     */
    public RetrainResult run() throws IOException {
        ObjectStore store = ObjectStores.open(settings.store());
        BundlePublisher publisher = new BundlePublisher(store, clock);
        Target target = new Target(store, publisher, publisher.base());
        Files.createDirectories(settings.workFolder());
        String fingerprint = mode.resumes() ? Fingerprint.of(settings) : "";
        try (WorkFolder work = mode.resumes()
                        ? WorkFolder.kept(settings.workFolder(), fingerprint)
                        : WorkFolder.temporary(settings.workFolder());
                DuckDbEngine sql = new DuckDbEngine(
                        work.scratch().resolve("sql"), settings.threads(), (long) mode.sqlMemoryMb() << 20)) {
            Checkpoints steps = new Checkpoints(work.path(), work.isKept(), stepsElsewhere(fingerprint), stages);
            try {
                RetrainResult result = train(read(steps, sql), target, work, steps);
                steps.finished();
                work.finished();
                return result;
            } catch (BadInputException e) {
                steps.finished(); // the same input will be no better
                work.finished();
                throw e;
            }
        }
    }

    private @Nullable StepStore stepsElsewhere(String fingerprint) {
        String place = mode.steps();
        if (place == null) {
            return null;
        }
        StepStore elsewhere = new StepStore(ObjectStores.open(place), fingerprint, stages);
        elsewhere.sweep();
        return elsewhere;
    }

    private ReadLog read(Checkpoints steps, SqlEngine sql) throws IOException {
        return steps.result(
                "log",
                folder -> stages.run("read the log", stage -> {
                    LogReading reading = new LogReading(settings, progress);
                    LogDatabase log = reading.read(sql);
                    stage.addRows(log.eventCount());
                    if (steps.kept()) {
                        SavedLog.write(log, folder);
                        Files.writeString(folder.resolve(BAD_ROWS), Long.toString(reading.badRows()));
                    }
                    return new ReadLog(log, reading.badRows());
                }),
                folder -> new ReadLog(
                        SavedLog.read(sql, folder), Long.parseLong(Files.readString(folder.resolve(BAD_ROWS)))));
    }

    private RetrainResult train(ReadLog read, Target target, WorkFolder work, Checkpoints steps) throws IOException {
        LogDatabase log = read.log();
        SessionLog sessions = log.sessions(log.firstMs(), log.lastMs() + 1);
        Objective objective = Objective.of(settings.objective(), log.eventCount(EventType.ADD_TO_CART));
        Windows windows = Windows.of(sessions, objective);
        HistoryReplay replay = new HistoryReplay(sessions);
        TableStages tables = new TableStages(log, sessions, settings, stages, progress);
        Optional<Intent> earlier = Intent.read(steps);
        boolean publishedBefore =
                earlier.filter(intent -> intent.isServedBy(target.base())).isPresent();
        Optional<Current> champion = publishedBefore
                ? earlier.flatMap(Intent::before)
                : target.base().current();

        Path past = steps.files(
                "past", folder -> tables.build("tables of the past", folder, windows.trainFromMs(sessions)));
        Path judged = steps.files(
                "judged", folder -> tables.build("tables to the holdout", folder, windows.holdoutFromMs(sessions)));
        Tables judge = Tables.open(judged);
        Checks.Asked training = replay(Tables.open(past), replay, windows, objective, steps);
        CheckReport checked =
                check(training, judge, log, replay, windows, objective, target.store(), champion, work.scratch());
        Fitted fitted = Fitted.read(steps.files("ranker", folder -> fit(training.rows(), folder)));

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
            Optional<Ranker> rival =
                    Champion.load(target.store(), champion, new FeatureExtractor(judge).schemaHash(), work.scratch());
            Evaluation evaluation = new Evaluation(judge, CatBoostRanker.load(fitted.model()), rival);
            return evaluation.run(replay, holdout, everyView, progress);
        });
        Verdict verdict = stages.run(
                "gate",
                stage -> Verdict.of(Gate.STANDARD, outcome, holdout, sessions, log, checked.alarms(), settings.seed()));

        Path whole = steps.files("whole", folder -> tables.build("tables of the whole log", folder, log.lastMs() + 1));
        Path bundle = BundleAssembly.tables(whole, work.scratch().resolve("bundle"), outcome.calibration());
        ManifestDetails details =
                new ManifestDetails(log, read.badRows(), windows, sessions, settings, outcome, verdict, checked);
        Workspace workspace = new Workspace(Tables.open(bundle));
        Instant madeAt = earlier.map(Intent::madeAt).orElseGet(clock::instant);
        Manifest manifest = BundleAssembly.complete(
                bundle,
                fitted.model(),
                workspace.features().schemaHash(),
                objective,
                champion.map(Current::champion).orElse(null),
                details.of(workspace.features().names(), fitted.importance(), stages.records()),
                madeAt);
        ReportWriter.write(bundle.resolve(ReportWriter.FILE), log, manifest, progress);
        Destiny destiny = Destiny.of(verdict.passed() || settings.force(), mode.trial() && champion.isPresent());
        if (publishedBefore) {
            stages.note("publish: done before");
        } else if (destiny != Destiny.REFUSED) {
            Intent intent = new Intent(manifest.version(), madeAt, manifest.parent());
            if (!earlier.equals(Optional.of(intent))) {
                intent.write(steps);
            }
            stages.run("publish", stage -> {
                if (destiny == Destiny.PUBLISHED) {
                    target.publisher().publish(bundle, manifest.version(), target.base(), progress);
                } else {
                    target.publisher().store(bundle, manifest.version(), progress);
                }
                return manifest;
            });
        }
        tracking.record(bundle, destiny.wireName());
        return new RetrainResult(
                manifest,
                destiny,
                verdict,
                checked,
                objective,
                log.eventCount(),
                read.badRows(),
                outcome,
                stages.records());
    }

    private Checks.Asked replay(
            Tables past, HistoryReplay replay, Windows windows, Objective objective, Checkpoints steps)
            throws IOException {
        Questions questions = Questions.of(
                replay.log(),
                windows.trainFrom(),
                windows.holdoutFrom(),
                objective,
                MOST_TRAIN_QUESTIONS,
                settings.seed());
        TrainingSet rows = steps.result(
                "examples",
                folder -> stages.run("replay sessions", stage -> {
                    TrainingSet set = examples(past, replay, questions, progress);
                    stage.addRows(set.rows());
                    if (steps.kept()) {
                        SavedExamples.write(set, folder.resolve(EXAMPLES));
                    }
                    return set;
                }),
                folder -> SavedExamples.read(folder.resolve(EXAMPLES)));
        return new Checks.Asked(past, questions, rows);
    }

    private CheckReport check(
            Checks.Asked training,
            Tables judge,
            LogDatabase log,
            HistoryReplay replay,
            Windows windows,
            Objective objective,
            ObjectStore store,
            Optional<Current> champion,
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
        return stages.run("check", stage -> checks.run(training, judge, holdout, store, champion, stage));
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
            fitted.save();
            return fitted;
        });
    }
}
