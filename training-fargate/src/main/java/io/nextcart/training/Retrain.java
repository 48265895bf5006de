package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.data.log.LogSummary;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.LiftRecord;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.s3.ObjectStores;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.gate.PublishedTables;
import io.nextcart.training.gate.Verdict;
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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One retrain: read → tables of the past, replay, fold by fold → tables up to the holdout → check → fit → evaluate →
 * gate → tables of everything → publish. The store sees nothing before the last step, so a training can be killed at
 * any moment and run again.
 */
public final class Retrain {
    private final RetrainSettings settings;
    private final Clock clock;
    private final Progress progress;
    private final Stages stages;
    private Mlflow tracking = Mlflow.NONE;
    private SqlEngine.Factory engine = DuckDbEngine::new;
    private Consumer<LogSummary> reader = read -> {};
    private @Nullable String run;

    public Retrain(RetrainSettings settings, Clock clock, Progress progress) {
        this.settings = requireNonNull(settings, "settings is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.progress = requireNonNull(progress, "progress is null");
        this.stages = new Stages(progress);
    }

    /** Reports this training to a tracking server once the model is stored. */
    public Retrain trackedBy(Mlflow server) {
        tracking = requireNonNull(server, "server is null");
        return this;
    }

    /** Builds the tables with another engine than DuckDB; the result is the same. */
    public Retrain on(SqlEngine.Factory sqlEngine) {
        engine = requireNonNull(sqlEngine, "sqlEngine is null");
        return this;
    }

    /** Passes a summary of the log on as soon as it is read. */
    public Retrain showing(Consumer<LogSummary> logReader) {
        reader = requireNonNull(logReader, "logReader is null");
        return this;
    }

    /** Names the run in the store; by default it is named after the model's version. */
    public Retrain named(String name) {
        run = requireNonNull(name, "name is null");
        return this;
    }

    /** The stages so far, with time and memory. */
    public Stages stages() {
        return stages;
    }

    /**
     * Runs the training.
     *
     * @throws io.nextcart.data.BadInputException when the log cannot be used, or the work folder belongs to another
     *     training
     * @throws IOException when the store or the disk fails; the champion keeps serving
     */
    public RetrainResult run() throws IOException {
        long startedAtMs = clock.millis();
        ObjectStore store = ObjectStores.open(settings.target().store());
        BundlePublisher publisher = new BundlePublisher(store, clock);
        BundlePublisher.Base base = publisher.base();
        try (WorkFolder work = WorkFolder.in(settings.resources().workFolder());
                SqlEngine sql = settings.resources().start(engine, work)) {
            RetrainResult result = train(sql, store, publisher, base, work.path());
            if (!result.runOutcome().hasModel()) {
                leaveRecord(store, result, startedAtMs);
            }
            return result;
        }
    }

    /** A refused model leaves nothing below {@code models/}; its record goes below {@code runs/}. */
    private void leaveRecord(ObjectStore store, RetrainResult result, long startedAtMs) throws IOException {
        String name = run == null ? result.version() : run;
        RunRecord record = result.record(name, stages.effort(startedAtMs, clock.millis()), result.summary());
        store.put(RunRecord.manifestKey(name), result.manifest().toJson());
        store.put(RunRecord.key(name), record.toJson());
    }

    private RetrainResult train(
            SqlEngine sql, ObjectStore store, BundlePublisher publisher, BundlePublisher.Base base, Path work)
            throws IOException {
        TrainingStages training = TrainingStages.read(settings, stages, progress, sql, reader);
        TrainingStages.Log log = training.log();
        Optional<Current> champion = base.current();
        TrainingStages.Examples examples = training.replay(work.resolve("past"));
        Tables judged = training.judged(work.resolve("judged"));
        CheckReport checks = training.check(examples.newest(), judged, store, champion, work);
        Optional<Fitted> fitted = training.fit(examples, work);
        Optional<Bundle> serving = training.champion(store, champion, work);
        BundleAssembly.Model model = measured(training, judged, fitted, serving);
        Evaluation.Outcome outcome = model.outcome();
        Verdict decided = training.decide(outcome, checks);
        boolean accepted = decided.passed() || settings.target().force();
        boolean rule =
                !accepted && serving.map(held -> held.manifest().kind()).orElse(ModelKind.RULE) == ModelKind.RULE;
        if (rule && fitted.isPresent()) {
            model = measured(training, judged, Optional.empty(), serving);
        }
        RunOutcome wanted = rule ? RunOutcome.PUBLISHED : accepted ? accepted(serving.isPresent()) : RunOutcome.REFUSED;
        // A refused model needs no tables of the whole log; its report goes with the tables it was judged on.
        Path bundle = wanted.hasModel() ? training.whole(work.resolve("bundle")) : work.resolve("judged");
        List<String> faults = wanted.hasModel() ? PublishedTables.faults(judged, Tables.open(bundle)) : List.of();
        Verdict verdict = decided.and(faults);
        // On spoilt tables neither a model nor the rule can rank.
        RunOutcome ends = faults.isEmpty() || settings.target().force() ? wanted : RunOutcome.REFUSED;
        Manifest manifest = new BundleAssembly(training, model, verdict, checks)
                .complete(bundle, champion.map(Current::champion).orElse(null), clock.instant());
        ReportWriter.write(
                bundle.resolve(ReportWriter.FILE), log.database(), log.read(), lift(store), manifest, progress);
        if (ends.hasModel()) {
            stages.run("publish", stage -> publish(publisher, bundle, manifest, ends, base));
        }
        Optional<String> report = ends.hasModel()
                ? Optional.empty()
                : Optional.of(publisher.leaveReport(bundle.resolve(ReportWriter.FILE), manifest.version()));
        tracking.record(bundle, ends.wireName());
        return new RetrainResult(
                manifest,
                ends,
                verdict,
                checks,
                log.objective(),
                log.database().eventCount(),
                outcome,
                report,
                stages.records());
    }

    /** What recommendations bring; null if not counted or damaged, since a report without this part is still useful. */
    private static @Nullable LiftRecord lift(ObjectStore store) throws IOException {
        try {
            return LiftRecord.in(store).orElse(null);
        } catch (DamagedDocumentException e) {
            System.getLogger(Retrain.class.getName()).log(System.Logger.Level.WARNING, e.getMessage());
            return null;
        }
    }

    /** A ranker and its results on the holdout; the rule if none could be fitted. */
    private static BundleAssembly.Model measured(
            TrainingStages training, Tables judged, Optional<Fitted> fitted, Optional<Bundle> serving)
            throws IOException {
        Ranker ranker = fitted.isPresent() ? CatBoostRanker.load(fitted.get().model()) : new RuleRanker();
        return new BundleAssembly.Model(fitted, training.evaluate(judged, ranker, serving.map(Bundle::ranker)));
    }

    /** With no champion to try it against, a model is published at once. */
    private RunOutcome accepted(boolean championServes) {
        return settings.target().trial() && championServes ? RunOutcome.CANDIDATE : RunOutcome.PUBLISHED;
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
