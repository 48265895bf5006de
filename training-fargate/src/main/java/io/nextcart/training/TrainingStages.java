package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.log.LogSummary;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.training.als.FactorSets;
import io.nextcart.training.als.ImplicitAls;
import io.nextcart.training.als.Interactions;
import io.nextcart.training.archive.SaidItems;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.evaluate.Champion;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Horizon;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.fit.RankerTrainer;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.gate.Evidence;
import io.nextcart.training.gate.Gate;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.sql.SqlEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.ContentNeighbors;
import io.nextcart.training.table.KnownItems;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import io.nextcart.training.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The stages of a training over its log: tables, examples, checks, fit, and evaluation on the holdout. */
record TrainingStages(RetrainSettings settings, Stages stages, Progress progress, Log log, FactorSets factors) {
    static final int MOST_TRAIN_CASES = 20_000;
    private static final int MOST_HOLDOUT_CASES = 20_000;
    private static final int MOST_CALIBRATION_CASES = 8_000;
    private static final int NEGATIVES = 20;

    /**
     * The log of a training, and what follows from it and the settings alone.
     *
     * @param database the whole log
     * @param read its summary
     * @param badRows rows that could not be read
     * @param said of items, as of now: for what serves, never for what is judged
     * @param sessions all sessions
     * @param objective what is trained for
     * @param windows where the examples and the holdout start
     * @param replay replays the sessions
     * @param holdout the cases that judge a ranker
     */
    record Log(
            LogDatabase database,
            LogSummary read,
            long badRows,
            SaidItems.Packed said,
            SessionLog sessions,
            Objective objective,
            Windows windows,
            HistoryReplay replay,
            Cases holdout) {}

    /**
     * Reads the log.
     *
     * @throws io.nextcart.data.BadInputException when it cannot be used
     */
    static TrainingStages read(RetrainSettings settings, Stages stages, Progress progress, SqlEngine sql)
            throws IOException {
        return read(settings, stages, progress, sql, read -> {});
    }

    /**
     * Reads the log.
     *
     * @param shown receives the summary, even of a log that cannot be used
     * @throws io.nextcart.data.BadInputException when it cannot be used
     */
    static TrainingStages read(
            RetrainSettings settings, Stages stages, Progress progress, SqlEngine sql, Consumer<LogSummary> shown)
            throws IOException {
        Log log = stages.run("read the log", stage -> {
            LogReader reader = new LogReader(settings.log(), progress);
            LogDatabase database = LogDatabase.read(reader, sql);
            stage.addRows(database.eventCount());
            LogSummary read = database.summary(reader);
            shown.accept(read);
            SessionLog sessions = database.sessions(database.firstMs(), database.lastMs() + 1);
            Objective objective = Objective.forLog(settings.objective(), database.eventCount(EventType.ADD_TO_CART));
            Windows windows = Windows.of(sessions, objective);
            HistoryReplay replay = new HistoryReplay(sessions, database.itemIds());
            Cases holdout = Cases.answered(
                    sessions,
                    windows.holdoutFrom(),
                    windows.sessions(),
                    objective,
                    Horizon.DAY,
                    MOST_HOLDOUT_CASES,
                    settings.seed());
            return new Log(
                    database, read, reader.badRows(), reader.said(), sessions, objective, windows, replay, holdout);
        });
        ImplicitAls.Settings als = ImplicitAls.Settings.standard(
                settings.seed(), settings.resources().threads());
        // Several folds mean a small log, whose first fold knows too little for the others to start from.
        FactorSets factors = new FactorSets(als, log.windows().folds() == 1);
        return new TrainingStages(settings, stages, progress, log, factors);
    }

    /** Builds the tables of the log before a fold of training examples. */
    Tables past(int fold, Path folder) throws IOException {
        long endMs = Windows.startMs(log.sessions(), log.windows().foldFrom(fold));
        return Tables.open(tables("tables of the past", folder, endMs));
    }

    /** Builds the tables of the log before the holdout. */
    Tables judged(Path folder) throws IOException {
        return Tables.open(tables("tables to the holdout", folder, log.windows().holdoutFromMs(log.sessions())));
    }

    /** Builds the tables of the whole log, and what follows from the catalogue of now beside them. */
    Path whole(Path folder) throws IOException {
        tables("tables of the whole log", folder, log.database().lastMs() + 1);
        Tables tables = Tables.open(folder);
        log.said().write(folder.resolve(CatalogueTable.FILE), tables.items());
        new ContentNeighbors(tables, log.said()).write(folder.resolve(Tables.CONTENT));
        return folder;
    }

    /** SQL counts events and pairs before a time; ALS finds the factors. */
    private Path tables(String name, Path folder, long endMs) throws IOException {
        stages.run(name, stage -> {
            TableBuilder builder = new TableBuilder(log.database(), progress);
            boolean whole = endMs > log.database().lastMs();
            stage.addRows(whole ? builder.buildNewest(folder) : builder.build(folder, endMs));
            return folder;
        });
        return stages.run("factors", stage -> {
            ItemTable items = ItemTable.open(folder.resolve(Tables.ITEMS));
            int[] indices = KnownItems.indices(log.database().itemIds(), items);
            Interactions interactions =
                    Interactions.ofSessions(log.sessions(), endMs, indices, items.size(), TableBuilder.LONGEST_SESSION);
            ImplicitAls.Vectors met = factors.fit(interactions, indices, endMs, progress);
            FactorTable.write(
                    folder.resolve(Tables.FACTORS),
                    met.items(),
                    met.values(),
                    ImplicitAls.Settings.FACTORS,
                    items.size());
            stage.addRows(interactions.rows());
            return folder;
        });
    }

    /**
     * The examples that the ranker learns from.
     *
     * @param rows of all folds
     * @param sessions number of sessions behind them
     * @param newest the last fold, for checks
     */
    record Examples(TrainingSet rows, int sessions, Checks.Asked newest) {}

    /**
     * Replays the sessions before the holdout, fold by fold, each with tables of the log before it.
     *
     * @param folder for the tables
     */
    Examples replay(Path folder) throws IOException {
        Windows windows = log.windows();
        TrainingSet all = new TrainingSet(FeatureExtractor.NAMES);
        int sessions = 0;
        Checks.@Nullable Asked newest = null;
        for (int fold = 0; fold < windows.folds(); fold++) {
            Tables past = past(fold, folder.resolve(Integer.toString(fold)));
            Cases cases = toLearnFrom(fold);
            TrainingSet rows = stages.run("replay sessions", stage -> {
                TrainingSet one = examples(past, cases, progress);
                stage.addRows(one.rows());
                return one;
            });
            sessions += (int) Arrays.stream(cases.session()).distinct().count();
            newest = new Checks.Asked(past, cases, rows);
            if (windows.folds() == 1) {
                all = rows;
            } else {
                all.append(rows);
            }
        }
        return new Examples(all, sessions, requireNonNull(newest, "a log has at least one fold"));
    }

    /** The cases of a fold that the ranker learns from. */
    Cases toLearnFrom(int fold) {
        Windows windows = log.windows();
        return Cases.toLearnFrom(
                log.sessions(),
                windows.foldFrom(fold),
                windows.foldFrom(fold + 1),
                windows.holdoutFromMs(log.sessions()),
                log.objective(),
                MOST_TRAIN_CASES / windows.folds(),
                settings.seed());
    }

    /**
     * Looks for leaks, skew and drift.
     *
     * @param judged tables that end where the holdout starts
     * @param champion the model in service, in the store
     * @param work an existing folder for temporary files
     */
    CheckReport check(Checks.Asked training, Tables judged, ObjectStore store, Optional<Current> champion, Path work)
            throws IOException {
        Checks checks = new Checks(
                (tables, cases) -> examples(tables, cases, Progress.NONE),
                log.replay(),
                log.database().itemIds(),
                settings.seed(),
                threads(),
                work);
        return stages.run("check", stage -> checks.run(training, judged, log.holdout(), store, champion, stage));
    }

    private TrainingSet examples(Tables tables, Cases cases, Progress shown) {
        TrainingSet set = new TrainingSet(FeatureExtractor.NAMES);
        new ExampleWriter(new Workspace(tables), log.replay(), NEGATIVES, settings.seed()).write(cases, set, shown);
        return set;
    }

    /** Fits a ranker; empty when the examples can teach nothing. */
    Optional<Fitted> fit(Examples examples, Path work) throws IOException {
        int positives = examples.rows().positives();
        if (positives == 0 || positives == examples.rows().rows()) {
            return Optional.empty();
        }
        return stages.run("fit the ranker", stage -> {
            Fitted fitted = RankerTrainer.fit(examples.rows(), work, fitSettings(examples.sessions()), progress);
            stage.addRows(examples.rows().rows());
            stage.addProcess(fitted.cpuSeconds(), fitted.peakRssMb());
            return Optional.of(fitted);
        });
    }

    /** The settings of a fit; without one, those for few sessions. */
    FitSettings fitSettings(Optional<Fitted> fitted) {
        return fitted.map(Fitted::settings).orElseGet(() -> fitSettings(0));
    }

    private FitSettings fitSettings(int sessions) {
        return FitSettings.standard(sessions, settings.seed(), threads());
    }

    /** Opens the champion, to be measured beside a new ranker. */
    Optional<Bundle> champion(ObjectStore store, Optional<Current> current, Path work) throws IOException {
        return stages.run("evaluate", stage -> Champion.open(store, current, work));
    }

    /**
     * Measures a ranker on the holdout, beside the champion and the baselines.
     *
     * @param judged tables that end where the holdout starts
     * @param champion the ranker in service
     */
    Evaluation.Outcome evaluate(Tables judged, Ranker ranker, Optional<Ranker> champion) throws IOException {
        return stages.run("evaluate", stage -> {
            Cases everyView = Cases.everyView(
                    log.sessions(),
                    log.windows().holdoutFrom(),
                    log.windows().sessions(),
                    log.objective(),
                    Horizon.DAY,
                    MOST_CALIBRATION_CASES,
                    settings.seed());
            stage.addRows(log.holdout().size());
            return new Evaluation(judged, ranker, champion).run(log.replay(), log.holdout(), everyView, progress);
        });
    }

    /**
     * Applies the gate to a ranker.
     *
     * @param checked results of the checks of its training examples
     */
    Verdict decide(Evaluation.Outcome outcome, CheckReport checked) {
        return stages.run(
                "gate",
                stage -> Gate.STANDARD.decide(Evidence.of(
                        outcome, log.holdout(), log.sessions(), log.database(), checked.alarms(), settings.seed())));
    }

    private int threads() {
        return settings.resources().threads();
    }
}
