package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.store.document.RankerMetrics;
import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.table.LogDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the manifest tells people about a training: counts, windows, settings, metrics, the gate's evidence, importance, stages,
 * checks.
 */
record ManifestDetails(TrainingLog training, RetrainSettings settings, Judgement judgement, CheckReport checks) {

    TrainingDetails of(List<String> features, double[] importance, List<StageRecord> stages) {
        LogDatabase log = training.log();
        Evaluation.Outcome outcome = judgement.outcome();
        Verdict verdict = judgement.verdict();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(TrainingDetails.EVENTS, log.eventCount());
        for (EventType type : EventType.values()) {
            counts.put(type.wireName(), log.eventCount(type));
        }
        counts.put("users", (long) log.userCount());
        counts.put("items", (long) log.itemIds().length);
        counts.put("sessions", (long) training.sessions().sessions());
        counts.put("bad_rows", training.badRows());
        Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
        metrics.put("model", outcome.model().byName());
        for (String rival : outcome.comparison().rankers()) {
            if (!rival.equals(Comparison.OURS)) {
                metrics.put(rival, outcome.comparison().metrics(rival).byName());
            }
        }
        Map<String, Double> byFeature = new LinkedHashMap<>();
        for (int f = 0; f < importance.length; f++) {
            byFeature.put(features.get(f), importance[f]);
        }
        return new TrainingDetails(
                counts,
                new TrainingDetails.Window(
                        log.firstMs(),
                        training.windows().trainFromMs(training.sessions()),
                        training.windows().holdoutFromMs(training.sessions()),
                        log.lastMs()),
                FitSettings.standard(settings.seed(), settings.resources().threads())
                        .details(),
                new RankerMetrics(outcome.model().cases(), metrics),
                outcome.comparison().details(),
                outcome.calibration().details(),
                verdict.details(settings.target().force()),
                byFeature,
                stages,
                checks.details());
    }
}
