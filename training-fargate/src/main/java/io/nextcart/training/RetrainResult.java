package io.nextcart.training;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Objective;
import io.nextcart.data.log.Counted;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.store.document.DamagedDocumentException;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import io.nextcart.store.document.RunOutcome;
import io.nextcart.store.document.RunRecord;
import io.nextcart.store.document.StageRecord;
import io.nextcart.training.calibrate.HoldoutCalibration;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.gate.Rival;
import io.nextcart.training.gate.Verdict;
import io.nextcart.training.report.Growth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a retrain.
 *
 * @param manifest of the new bundle
 * @param runOutcome where the model went
 * @param verdict the gate's decision and its grounds
 * @param checks results of the checks of the examples
 * @param objective what the model was trained for
 * @param events events in the log, without duplicates
 * @param outcome metrics on the holdout, beside the champion and the baselines
 * @param report where the report of a refused model lies; other reports lie beside their models
 * @param stages time and memory of each stage
 */
public record RetrainResult(
        Manifest manifest,
        RunOutcome runOutcome,
        Verdict verdict,
        CheckReport checks,
        Objective objective,
        long events,
        Evaluation.Outcome outcome,
        Optional<String> report,
        List<StageRecord> stages) {
    public RetrainResult {
        requireNonNull(manifest, "manifest is null");
        requireNonNull(runOutcome, "runOutcome is null");
        requireNonNull(verdict, "verdict is null");
        requireNonNull(checks, "checks is null");
        stages = List.copyOf(stages);
    }

    /** The version of the new bundle. */
    public String version() {
        return manifest.version();
    }

    /** Whether the model serves now. */
    public boolean published() {
        return runOutcome == RunOutcome.PUBLISHED;
    }

    /** Why the gate refused the model; empty when it passed. */
    public List<String> refusals() {
        return verdict.refusals();
    }

    /**
     * The record of this run.
     *
     * @param lines a summary for people
     */
    public RunRecord record(String run, RunRecord.Effort effort, List<String> lines) {
        return new RunRecord(
                run,
                runOutcome,
                new RunRecord.Models(
                        version(),
                        manifest.parent(),
                        outcome.model().byName(),
                        outcome.champion().map(RankingMetrics::byName).orElse(Map.of())),
                effort,
                events,
                objective,
                null,
                lines);
    }

    /** A few lines for people: metrics beside the baselines, time and memory by stage, and the decision. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Holdout: %s, none of them seen in training; target: %s",
                Counted.of(outcome.model().cases(), "case"),
                objective == Objective.CART ? "what is put in the cart within a day" : "the next item viewed"));
        lines.add(String.format(Locale.ROOT, "  %-30s %8s %8s %8s %10s", "", "HR@20", "MRR@20", "NDCG@20", "coverage"));
        lines.add(metrics("Nextcart", outcome.model()));
        outcome.champion().ifPresent(champion -> lines.add(metrics("the model in service", champion)));
        lines.add(metrics(Rival.OWN_THEN_CO_VISITATION.words(), outcome.rule()));
        lines.add(metrics("the shopper's own items", outcome.repeat()));
        lines.add(metrics("popular items", outcome.popularity()));
        HoldoutCalibration.Chosen chosen = outcome.calibration();
        lines.add(
                chosen.calibration() == Calibration.NONE
                        ? "Scores are not probabilities: the holdout has too few successes to calibrate them"
                        : String.format(
                                Locale.ROOT,
                                "Scores are probabilities (%s): on the later half of the holdout %.3f %% off on average",
                                chosen.calibration().method(),
                                100 * chosen.reliability().calibrationError()));
        lines.addAll(verdict.lines());
        lines.addAll(checks.lines());
        lines.add(String.format(
                Locale.ROOT,
                "  %-30s %8s %8s %10s %9s %9s",
                "stage",
                "seconds",
                "CPU s",
                "peak MiB",
                "own MiB",
                "read MB"));
        for (StageRecord stage : byName()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-30s %8.1f %8.1f %,10d %,9d %,9d",
                    stage.name(),
                    stage.seconds(),
                    stage.cpuSeconds(),
                    stage.peakRssMb(),
                    stage.peakOwnMb(),
                    Math.round(stage.bytesRead() / 1e6)));
        }
        double seconds = stages.stream().mapToDouble(StageRecord::seconds).sum();
        long peak = stages.stream().mapToLong(StageRecord::peakRssMb).max().orElse(0);
        lines.add(String.format(
                Locale.ROOT, "%s in %.1f s, at most %,d MiB of memory", Counted.of(events, "event"), seconds, peak));
        growth().ifPresent(lines::add);
        for (String refusal : refusals()) {
            lines.add("Gate: " + refusal);
        }
        report.ifPresent(place -> lines.add("Why, in plots: " + place));
        String despiteGate = verdict.passed() ? "" : ", despite the gate (--force)";
        lines.add(
                switch (runOutcome) {
                    case PUBLISHED ->
                        manifest.kind() == ModelKind.RULE
                                ? "Published " + version() + ": " + Rival.OWN_THEN_CO_VISITATION.words()
                                        + ", until a fitted model is proven better; " + expectation()
                                : "Published " + version() + despiteGate;
                    case CANDIDATE -> "Stored for a trial: " + version() + despiteGate + "; serving is unchanged";
                    default -> "Not published: " + version() + "; serving is unchanged";
                });
        return lines;
    }

    /** With this many target actions a fitted model beat the rule significantly on real logs: docs/evaluation.md. */
    private static final int ENOUGH_TARGETS = 5_000;

    /** The stages, merged by name. */
    private Collection<StageRecord> byName() {
        Map<String, StageRecord> byName = new LinkedHashMap<>();
        for (StageRecord stage : stages) {
            byName.merge(stage.name(), stage, StageRecord::and);
        }
        return byName.values();
    }

    private Optional<String> growth() {
        try {
            return Growth.sentence(manifest.training());
        } catch (DamagedDocumentException e) {
            throw new IllegalStateException("the manifest just written cannot be read", e);
        }
    }

    private String expectation() {
        return String.format(
                Locale.ROOT,
                "expect one from about %,d %s on",
                ENOUGH_TARGETS,
                objective == Objective.CART ? "add-to-carts" : "views");
    }

    private static String metrics(String name, RankingMetrics metrics) {
        return String.format(
                Locale.ROOT,
                "  %-30s %7.2f%% %7.2f%% %7.2f%% %9.2f%%",
                name,
                100 * metrics.hitRate(20),
                100 * metrics.mrr(20),
                100 * metrics.ndcg(20),
                100 * metrics.coverage(20));
    }
}
