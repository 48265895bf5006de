package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Progress;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.fit.RankerTrainer;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.report.ReportWriter;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Checkpoints;
import io.nextcart.training.stage.Folders;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.stage.StepStore;
import io.nextcart.training.table.LogDatabase;
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

    /**
     * Runs it.
     *
     * @throws io.nextcart.data.BadInputException when the log cannot be used, or the work folder is another training's
     * @throws IOException when the store or the disk fails; what served before serves on
     */
    public RetrainResult run() throws IOException {
        Optional<Path> obstacle = Folders.obstacle(settings.workFolder());
        if (obstacle.isPresent()) {
            throw new BadInputException(
                    "work folder " + settings.workFolder() + ": " + obstacle.get() + " is a file, expected a folder");
        }
        ObjectStore store = ObjectStores.open(settings.store());
        BundlePublisher publisher = new BundlePublisher(store, clock);
        BundlePublisher.Base base = publisher.base();
        Files.createDirectories(settings.workFolder());
        String fingerprint = mode.resumes() ? Fingerprint.of(settings, mode.run(), clock) : "";
        try (WorkFolder work = mode.resumes()
                        ? WorkFolder.kept(settings.workFolder(), fingerprint)
                        : WorkFolder.temporary(settings.workFolder());
                DuckDbEngine sql = new DuckDbEngine(
                        work.scratch().resolve("sql"), settings.threads(), (long) mode.sqlMemoryMb() << 20)) {
            Checkpoints steps = new Checkpoints(work.path(), work.isKept(), stepsElsewhere(fingerprint), stages);
            try {
                TrainingLog log = TrainingLog.read(settings, steps, sql, stages, progress);
                Publication publication = new Publication(store, publisher, base, Intent.read(steps));
                RetrainResult result = train(log, publication, work.scratch(), steps);
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

    private RetrainResult train(TrainingLog read, Publication publication, Path scratch, Checkpoints steps)
            throws IOException {
        LogDatabase log = read.log();
        SessionLog sessions = read.sessions();
        Windows windows = read.windows();
        Optional<Current> champion = publication.champion();
        TableStages tables = new TableStages(log, sessions, settings, stages, progress);
        ExampleStages examples = new ExampleStages(read, settings, stages, progress);

        Path past = steps.files(
                "past", folder -> tables.build("tables of the past", folder, windows.trainFromMs(sessions)));
        Path judged = steps.files(
                "judged", folder -> tables.build("tables to the holdout", folder, windows.holdoutFromMs(sessions)));
        Tables judge = Tables.open(judged);
        Checks.Asked training = examples.replay(Tables.open(past), steps);
        CheckReport checked = examples.check(training, judge, publication.store(), champion, scratch);
        Fitted fitted = Fitted.read(steps.files("ranker", folder -> fit(training.rows(), folder)));
        Judgement judgement = new Judgement.Judge(read, settings, stages, progress)
                .judge(judge, fitted.model(), checked, publication.store(), champion, scratch);

        Path whole = steps.files("whole", folder -> tables.build("tables of the whole log", folder, log.lastMs() + 1));
        Path bundle = BundleAssembly.tables(
                whole, scratch.resolve("bundle"), judgement.outcome().calibration());
        ManifestDetails details = new ManifestDetails(
                log, read.badRows(), windows, sessions, settings, judgement.outcome(), judgement.verdict(), checked);
        Tables.open(bundle); // refuses to publish what serving could not open
        Instant madeAt = publication.madeAt(clock);
        Manifest manifest = BundleAssembly.complete(
                bundle,
                fitted.model(),
                FeatureExtractor.SCHEMA_HASH,
                read.objective(),
                champion.map(Current::champion).orElse(null),
                details.of(FeatureExtractor.NAMES, fitted.importance(), stages.records()),
                madeAt);
        ReportWriter.write(bundle.resolve(ReportWriter.FILE), log, manifest, progress);
        Destiny destiny =
                Destiny.of(judgement.verdict().passed() || settings.force(), mode.trial() && champion.isPresent());
        publication.carryOut(destiny, bundle, manifest, madeAt, steps, stages, progress);
        tracking.record(bundle, destiny.wireName());
        return new RetrainResult(
                manifest,
                destiny,
                judgement.verdict(),
                checked,
                read.objective(),
                log.eventCount(),
                read.badRows(),
                judgement.outcome(),
                stages.records());
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
