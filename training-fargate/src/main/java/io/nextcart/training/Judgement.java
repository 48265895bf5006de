package io.nextcart.training;

import io.nextcart.data.Progress;
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
import io.nextcart.training.gate.Gate;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the holdout says of a ranker, and the gate of that.
 *
 * @param outcome beside what serves and simple rules
 * @param verdict of the gate
 */
record Judgement(Evaluation.Outcome outcome, Verdict verdict) {
    private static final int MOST_QUESTIONS = 20_000;
    private static final int MOST_CALIBRATION_QUESTIONS = 8_000;

    /** Who judges, by what. */
    record Judge(TrainingLog log, RetrainSettings settings, Stages stages, Progress progress) {
        /**
         * Judges a ranker.
         *
         * @param tables that end where the holdout starts
         * @param ranker its file
         * @param checked of the examples that it learnt from
         * @param champion what serves, in the store
         * @param work an existing folder for temporary files
         */
        Judgement judge(
                Tables tables,
                Path ranker,
                CheckReport checked,
                ObjectStore store,
                Optional<Current> champion,
                Path work)
                throws IOException {
            HoldoutPoints holdout = HoldoutPoints.answered(
                    log.sessions(),
                    log.windows().holdoutFrom(),
                    log.windows().sessions(),
                    log.objective(),
                    Horizon.DAY,
                    MOST_QUESTIONS,
                    settings.seed());
            Evaluation.Outcome outcome = stages.run("evaluate", stage -> {
                HoldoutPoints everyView = HoldoutPoints.everyView(
                        log.sessions(),
                        log.windows().holdoutFrom(),
                        log.windows().sessions(),
                        log.objective(),
                        Horizon.DAY,
                        MOST_CALIBRATION_QUESTIONS,
                        settings.seed());
                stage.addRows(holdout.size());
                Optional<Ranker> rival = Champion.load(store, champion, FeatureExtractor.SCHEMA_HASH, work);
                Evaluation evaluation = new Evaluation(tables, CatBoostRanker.load(ranker), rival);
                return evaluation.run(log.replay(), holdout, everyView, progress);
            });
            Verdict verdict = stages.run(
                    "gate",
                    stage -> Verdict.of(
                            Gate.STANDARD,
                            outcome,
                            holdout,
                            log.sessions(),
                            log.log(),
                            checked.alarms(),
                            settings.seed()));
            return new Judgement(outcome, verdict);
        }
    }
}
