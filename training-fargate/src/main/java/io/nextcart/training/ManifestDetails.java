package io.nextcart.training;

import io.nextcart.data.EventType;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.example.Windows;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.stage.StageRecord;
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

    Map<String, Object> of(List<String> features, double[] importance, List<StageRecord> stages) {
        Map<String, Object> details = new LinkedHashMap<>();
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("events", log.eventCount());
        for (EventType type : EventType.values()) {
            counts.put(type.wireName(), log.eventCount(type));
        }
        counts.put("users", log.userCount());
        counts.put("items", log.itemIds().length);
        counts.put("sessions", sessions.sessions());
        counts.put("bad_rows", badRows);
        details.put("counts", counts);
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("first_ms", log.firstMs());
        window.put("train_from_ms", windows.trainFromMs(sessions));
        window.put("holdout_from_ms", windows.holdoutFromMs(sessions));
        window.put("last_ms", log.lastMs());
        details.put("window", window);
        details.put("seed", settings.seed());
        details.put(
                "parameters",
                FitSettings.standard(settings.seed(), settings.threads()).toMap());
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("cases", outcome.model().cases());
        metrics.put("model", outcome.model().byName());
        for (String rival : outcome.comparison().rankers()) {
            if (!rival.equals(Comparison.OURS)) {
                metrics.put(rival, outcome.comparison().metrics(rival).byName());
            }
        }
        details.put("metrics", metrics);
        details.put("evaluation", outcome.comparison().toMap());
        details.put("calibration", outcome.calibration().toMap());
        details.put("gate", verdict.passed() ? "passed" : "refused");
        details.put("gate_refusals", verdict.refusals());
        details.put("forced", settings.force() && !verdict.passed());
        details.put("evidence", verdict.details());
        Map<String, Object> byFeature = new LinkedHashMap<>();
        for (int f = 0; f < importance.length; f++) {
            byFeature.put(features.get(f), importance[f]);
        }
        details.put("importance", byFeature);
        details.put("stages", stages.stream().map(StageRecord::toMap).toList());
        details.put(CheckReport.DETAILS, checks.details());
        return details;
    }
}
