package io.nextcart.training;

import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Champion;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.HoldoutPoints;
import io.nextcart.training.evaluate.Horizon;
import io.nextcart.training.gate.Evidence;
import io.nextcart.training.gate.Gate;
import io.nextcart.training.gate.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the holdout says of a ranker, and the gate of that.
 *
 * @param outcome beside what serves and the baselines
 * @param verdict of the gate
 */
record Judgement(Evaluation.Outcome outcome, Verdict verdict) {
    private static final int MOST_QUESTIONS = 20_000;
    private static final int MOST_CALIBRATION_QUESTIONS = 8_000;

    /**
     * Judges a ranker.
     *
     * @param tables that end where the holdout starts
     * @param ranker its file
     * @param checked of the examples that it learnt from
     * @param champion what serves, in the store
     * @param work an existing folder for temporary files
     */
    static Judgement of(
            TrainingLog log,
            Run run,
            Tables tables,
            Path ranker,
            CheckReport checked,
            ObjectStore store,
            Optional<Current> champion,
            Path work)
            throws IOException {
        int from = log.windows().holdoutFrom();
        int to = log.windows().sessions();
        HoldoutPoints holdout = HoldoutPoints.answered(
                log.sessions(), from, to, log.objective(), Horizon.DAY, MOST_QUESTIONS, run.seed());
        Evaluation.Outcome outcome = run.stages().run("evaluate", stage -> {
            HoldoutPoints everyView = HoldoutPoints.everyView(
                    log.sessions(), from, to, log.objective(), Horizon.DAY, MOST_CALIBRATION_QUESTIONS, run.seed());
            stage.addRows(holdout.size());
            Optional<Ranker> rival = Champion.load(store, champion, FeatureExtractor.SCHEMA_HASH, work);
            return new Evaluation(tables, CatBoostRanker.load(ranker), rival)
                    .run(log.replay(), holdout, everyView, run.progress());
        });
        Verdict verdict = run.stages()
                .run(
                        "gate",
                        stage -> Gate.STANDARD.decide(Evidence.of(
                                outcome, holdout, log.sessions(), log.log(), checked.alarms(), run.seed())));
        return new Judgement(outcome, verdict);
    }
}
