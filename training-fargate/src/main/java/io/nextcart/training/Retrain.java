package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.data.log.LogSummary;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.publish.BundlePublisher;
import io.nextcart.training.report.ReportWriter;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.stage.WorkFolder;
import io.nextcart.training.tracking.Mlflow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One retrain: read → tables of the past and up to the holdout → replay → check → fit → evaluate → gate → tables of
 * everything → publish. Nothing is visible in the store before the last step, so that a training can be killed at any moment and run
 * again.
 */
public final class Retrain {
    private final RetrainSettings settings;
    private final Clock clock;
    private final Progress progress;
    private final Stages stages;
    private Mlflow tracking = Mlflow.NONE;
    private Consumer<LogSummary> reader = read -> {};

    public Retrain(RetrainSettings settings, Clock clock, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stages = new Stages(progress);
    }

    /** Reports this training to a tracking server once its model is where it goes. */
    public Retrain trackedBy(Mlflow server) {
        tracking = requireNonNull(server, "server is null");
        return this;
    }

    /** Says what the log holds as soon as it was read. */
    public Retrain showing(Consumer<LogSummary> logReader) {
        reader = requireNonNull(logReader, "logReader is null");
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
        ObjectStore store = ObjectStores.open(settings.target().store());
        BundlePublisher publisher = new BundlePublisher(store, clock);
        BundlePublisher.Base base = publisher.base();
        try (WorkFolder work = WorkFolder.in(settings.resources().workFolder());
                DuckDbEngine sql = sql(work, settings.resources())) {
            return train(sql, store, publisher, base, work.path());
        }
    }

    static DuckDbEngine sql(WorkFolder work, RetrainSettings.Resources resources) {
        return new DuckDbEngine(work.path().resolve("sql"), resources.threads(), (long) resources.sqlMemoryMb() << 20);
    }

    private RetrainResult train(
            SqlEngine sql, ObjectStore store, BundlePublisher publisher, BundlePublisher.Base base, Path work)
            throws IOException {
        TrainingStages training = TrainingStages.read(settings, stages, progress, sql, reader);
        TrainingStages.Log log = training.log();
        Optional<Current> champion = base.current();
        Tables past = training.past(work.resolve("past"));
        Tables judged = training.judged(work.resolve("judged"));
        Checks.Asked examples = training.replay(past);
        CheckReport checks = training.check(examples, judged, store, champion, work);
        Fitted fitted = training.fit(examples.rows(), work);
        TrainingStages.Judgement judgement = training.judge(judged, fitted.model(), checks, store, champion, work);
        Path bundle = training.whole(work.resolve("bundle"));
        Manifest manifest = new BundleAssembly(training, fitted, judgement, checks)
                .complete(bundle, champion.map(Current::champion).orElse(null), clock.instant());
        ReportWriter.write(bundle.resolve(ReportWriter.FILE), log.database(), log.read(), manifest, progress);
        RunOutcome outcome = outcome(judgement, champion);
        if (outcome.hasModel()) {
            stages.run("publish", stage -> publish(publisher, bundle, manifest, outcome, base));
        }
        tracking.record(bundle, outcome.wireName());
        return new RetrainResult(
                manifest,
                outcome,
                judgement.verdict(),
                checks,
                log.objective(),
                log.database().eventCount(),
                judgement.outcome(),
                stages.records());
    }

    private RunOutcome outcome(TrainingStages.Judgement judgement, Optional<Current> champion) {
        if (!judgement.verdict().passed() && !settings.target().force()) {
            return RunOutcome.REFUSED;
        }
        return settings.target().trial() && champion.isPresent() ? RunOutcome.CANDIDATE : RunOutcome.PUBLISHED;
    }

    private Manifest publish(
            BundlePublisher publisher, Path bundle, Manifest manifest, RunOutcome outcome, BundlePublisher.Base base)
            throws IOException {
        if (outcome == RunOutcome.PUBLISHED) {
            publisher.publish(bundle, manifest.version(), base, progress);
        } else {
            publisher.store(bundle, manifest.version(), progress);
        }
        return manifest;
    }
}
