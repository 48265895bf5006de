package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.log.LogSummary;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.training.als.ImplicitAls;
import io.nextcart.training.als.Interactions;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.evaluate.Champion;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.HoldoutPoints;
import io.nextcart.training.evaluate.Horizon;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
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
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import io.nextcart.training.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** The stages of a training over its log: tables, examples, checks, the fit, and what the holdout says. */
record TrainingStages(RetrainSettings settings, Stages stages, Progress progress, Log log) {
    private static final int MOST_TRAIN_CASES = 30_000;
    private static final int MOST_HOLDOUT_CASES = 20_000;
    private static final int MOST_CALIBRATION_CASES = 8_000;
    private static final int NEGATIVES = 20;

    /**
     * The log of a training, and what follows from it and the settings alone.
     *
     * @param database all of it
     * @param read what was read
     * @param badRows rows that could not be read
     * @param sessions all of them
     * @param objective what is trained for
     * @param windows where the examples and the holdout start
     * @param replay replays the sessions
     */
    record Log(
            LogDatabase database,
            LogSummary read,
            long badRows,
            SessionLog sessions,
            Objective objective,
            Windows windows,
            HistoryReplay replay) {}

    /**
     * What the holdout says of a ranker, and the gate of that.
     *
     * @param outcome beside the champion and the baselines
     * @param verdict of the gate
     */
    record Judgement(Evaluation.Outcome outcome, Verdict verdict) {}

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
     * @param shown takes what was read, also when it cannot be used
     * @throws io.nextcart.data.BadInputException when it cannot be used
     */
    static TrainingStages read(
            RetrainSettings settings, Stages stages, Progress progress, SqlEngine sql, Consumer<LogSummary> shown)
            throws IOException {
        Log log = stages.run("read the log", stage -> {
            LogReader reader = new LogReader(settings.log(), progress);
            LogDatabase database = LogDatabase.read(reader, sql);
            stage.addRows(database.eventCount());
            LogSummary read = database.summary(reader.eventRows());
            shown.accept(read);
            SessionLog sessions = database.sessions(database.firstMs(), database.lastMs() + 1);
            Objective objective = Objective.forLog(settings.objective(), database.eventCount(EventType.ADD_TO_CART));
            Windows windows = Windows.of(sessions, objective);
            return new Log(database, read, reader.badRows(), sessions, objective, windows, new HistoryReplay(sessions));
        });
        return new TrainingStages(settings, stages, progress, log);
    }

    /** Builds the tables of the log before the ranker's window. */
    Tables past(Path folder) throws IOException {
        return Tables.open(tables("tables of the past", folder, log.windows().trainFromMs(log.sessions())));
    }

    /** Builds the tables of the log before the holdout. */
    Tables judged(Path folder) throws IOException {
        return Tables.open(tables("tables to the holdout", folder, log.windows().holdoutFromMs(log.sessions())));
    }

    /** Builds the tables of the whole log. */
    Path whole(Path folder) throws IOException {
        return tables("tables of the whole log", folder, log.database().lastMs() + 1);
    }

    /** SQL counts what happened and what came together before a time; ALS finds the factors. */
    private Path tables(String name, Path folder, long endMs) throws IOException {
        stages.run(name, stage -> {
            stage.addRows(new TableBuilder(log.database(), progress).build(folder, endMs));
            return folder;
        });
        return stages.run("factors", stage -> {
            Interactions interactions = Interactions.ofSessions(
                    log.sessions(), endMs, log.database().itemIds().length, TableBuilder.LONGEST_SESSION);
            ImplicitAls.Settings als = ImplicitAls.Settings.standard(settings.seed(), threads());
            float[] factors = new ImplicitAls(als).fit(interactions, progress);
            FactorTable.write(folder.resolve(Tables.FACTORS), factors, als.factors());
            stage.addRows(interactions.rows());
            return folder;
        });
    }

    /** Replays the sessions between the past and the holdout into examples for the ranker. */
    Checks.Asked replay(Tables past) {
        Cases cases = cases(log.windows().trainFrom(), log.windows().holdoutFrom(), MOST_TRAIN_CASES);
        return stages.run("replay sessions", stage -> {
            TrainingSet rows = examples(past, cases, progress);
            stage.addRows(rows.rows());
            return new Checks.Asked(past, cases, rows);
        });
    }

    /**
     * Looks for leaks, skew and drift.
     *
     * @param judged tables that end where the holdout starts
     * @param champion what serves, in the store
     * @param work an existing folder for temporary files
     */
    CheckReport check(Checks.Asked training, Tables judged, ObjectStore store, Optional<Current> champion, Path work)
            throws IOException {
        Cases holdout = cases(log.windows().holdoutFrom(), log.windows().sessions(), MOST_HOLDOUT_CASES);
        Checks checks = new Checks(
                (tables, cases) -> examples(tables, cases, Progress.NONE),
                log.replay(),
                log.database().itemIds(),
                settings.seed(),
                threads(),
                work);
        return stages.run("check", stage -> checks.run(training, judged, holdout, store, champion, stage));
    }

    private Cases cases(int fromSession, int toSession, int most) {
        return Cases.of(log.sessions(), fromSession, toSession, log.objective(), most, settings.seed());
    }

    private TrainingSet examples(Tables tables, Cases cases, Progress shown) {
        TrainingSet set = new TrainingSet(FeatureExtractor.NAMES);
        new ExampleWriter(new Workspace(tables), log.replay(), NEGATIVES, settings.seed()).write(cases, set, shown);
        return set;
    }

    Fitted fit(TrainingSet examples, Path work) throws IOException {
        return stages.run("fit the ranker", stage -> {
            Fitted fitted = RankerTrainer.fit(examples, work, fitSettings(), progress);
            stage.addRows(examples.rows());
            stage.addProcess(fitted.cpuSeconds(), fitted.peakRssMb());
            return fitted;
        });
    }

    FitSettings fitSettings() {
        return FitSettings.standard(settings.seed(), threads());
    }

    /**
     * Judges a ranker.
     *
     * @param judged tables that end where the holdout starts
     * @param ranker its file
     * @param checked of the examples that it learnt from
     * @param champion what serves, in the store
     * @param work an existing folder for temporary files
     */
    Judgement judge(
            Tables judged, Path ranker, CheckReport checked, ObjectStore store, Optional<Current> champion, Path work)
            throws IOException {
        SessionLog sessions = log.sessions();
        int from = log.windows().holdoutFrom();
        int to = log.windows().sessions();
        HoldoutPoints holdout = HoldoutPoints.answered(
                sessions, from, to, log.objective(), Horizon.DAY, MOST_HOLDOUT_CASES, settings.seed());
        Evaluation.Outcome outcome = stages.run("evaluate", stage -> {
            HoldoutPoints everyView = HoldoutPoints.everyView(
                    sessions, from, to, log.objective(), Horizon.DAY, MOST_CALIBRATION_CASES, settings.seed());
            stage.addRows(holdout.size());
            Optional<Ranker> rival = Champion.load(store, champion, FeatureExtractor.SCHEMA_HASH, work);
            return new Evaluation(judged, CatBoostRanker.load(ranker), rival)
                    .run(log.replay(), holdout, everyView, progress);
        });
        Verdict verdict = stages.run(
                "gate",
                stage -> Gate.STANDARD.decide(
                        Evidence.of(outcome, holdout, sessions, log.database(), checked.alarms(), settings.seed())));
        return new Judgement(outcome, verdict);
    }

    private int threads() {
        return settings.resources().threads();
    }
}
