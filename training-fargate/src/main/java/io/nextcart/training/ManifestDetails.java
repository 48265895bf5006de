package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.store.document.RankerMetrics;
import io.nextcart.store.document.StageRecord;
import io.nextcart.store.document.TrainingDetails;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the manifest tells people about a training: counts, windows, settings, metrics, the gate's evidence, importance, stages,
 * checks.
 */
record ManifestDetails(
        LogDatabase log,
        long badRows,
        Windows windows,
        SessionLog sessions,
        RetrainSettings settings,
        Evaluation.Outcome outcome,
        Verdict verdict,
        CheckReport checks) {

    TrainingDetails of(List<String> features, double[] importance, List<StageRecord> stages) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(TrainingDetails.EVENTS, log.eventCount());
        for (EventType type : EventType.values()) {
            counts.put(type.wireName(), log.eventCount(type));
        }
        counts.put("users", (long) log.userCount());
        counts.put("items", (long) log.itemIds().length);
        counts.put("sessions", (long) sessions.sessions());
        counts.put("bad_rows", badRows);
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
                        log.firstMs(), windows.trainFromMs(sessions), windows.holdoutFromMs(sessions), log.lastMs()),
                FitSettings.standard(settings.seed(), settings.threads()).details(),
                new RankerMetrics(outcome.model().cases(), metrics),
                outcome.comparison().details(),
                outcome.calibration().details(),
                verdict.details(settings.force()),
                byFeature,
                stages,
                checks.details());
    }
}
