package io.nextcart.local.cli;

import io.nextcart.data.log.Counted;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.ReliabilityDetails;
import io.nextcart.training.calibrate.Reliability;
import io.nextcart.training.evaluate.CaseEvaluation;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.evaluate.Segment;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of an evaluation as tables for people. */
final class EvaluationText {
    private static final List<String> SHARES = List.of("hr", "mrr", "ndcg", "precision", "recall", "coverage");
    private static final List<Integer> CUTOFFS = List.of(5, 10, 20);

    private final PrintWriter out;

    EvaluationText(PrintWriter out) {
        this.out = out;
    }

    void print(String model, CaseEvaluation.Report report) {
        Comparison comparison = report.comparison();
        line("%s, model %s", Counted.of(comparison.cases(), "case"), model);
        if (report.unknownIds() > 0) {
            line(
                    "Warning: the model does not know %,d of the %s in the cases, such as '%s': they cannot be hits",
                    report.unknownIds(), Counted.of(report.ids(), "id"), String.valueOf(report.firstUnknown()));
        }
        if (comparison.cases() > 0) {
            metrics(comparison.metrics(Comparison.OURS));
            rivals(comparison);
            segments(comparison);
        }
        if (report.silent() > 0) {
            line("%s without a target, only for the table below", Counted.of(report.silent(), "case"));
        }
        reliability(report);
    }

    private void metrics(RankingMetrics metrics) {
        Map<String, Double> values = metrics.byName();
        line("  %-14s %9s %9s %9s", "", "@5", "@10", "@20");
        for (String name : SHARES) {
            out.printf(Locale.ROOT, "  %-14s", name.length() <= 4 ? name.toUpperCase(Locale.ROOT) : name);
            for (int cutoff : CUTOFFS) {
                out.printf(Locale.ROOT, " %8.2f%%", 100 * values.getOrDefault(name + "@" + cutoff, Double.NaN));
            }
            out.println();
        }
        out.printf(Locale.ROOT, "  %-14s", "novelty (bits)");
        for (int cutoff : CUTOFFS) {
            out.printf(Locale.ROOT, " %9.2f", metrics.novelty(cutoff));
        }
        out.println();
    }

    private void rivals(Comparison comparison) {
        out.println();
        line("Beside simple baselines, with Nextcart's lead and its 95 %% interval (percentage points):");
        line(
                "  %-24s %9s %9s %9s   %-24s %s",
                "", "HR@20", "MRR@20", "NDCG@20", "lead in recall@20", "lead in NDCG@20");
        for (String ranker : comparison.rankers()) {
            RankingMetrics metrics = comparison.metrics(ranker);
            boolean ours = ranker.equals(Comparison.OURS);
            line(
                    "  %-24s %8.2f%% %8.2f%% %8.2f%%   %-24s %s",
                    ranker,
                    100 * metrics.hitRate(20),
                    100 * metrics.mrr(20),
                    100 * metrics.ndcg(20),
                    ours ? "" : text(comparison.lead(ranker, "recall@20")),
                    ours ? "" : text(comparison.lead(ranker, "ndcg@20")));
        }
    }

    private void segments(Comparison comparison) {
        out.println();
        line("By segment:");
        line("  %-26s %9s %9s %9s %10s", "", "cases", "HR@20", "NDCG@20", "the rule");
        for (Segment segment : comparison.segments()) {
            line(
                    "  %-26s %,9d %8.2f%% %8.2f%% %9.2f%%",
                    segment.label(),
                    comparison.cases(segment),
                    100 * comparison.mean(Comparison.OURS, "hr@20", segment),
                    100 * comparison.mean(Comparison.OURS, "ndcg@20", segment),
                    100 * comparison.mean(Evaluation.RULE, "ndcg@20", segment));
        }
        line("  (the rule: NDCG@20 of own items, then co-visitation)");
    }

    private void reliability(CaseEvaluation.Report report) {
        Reliability reliability = report.reliability();
        if (reliability.bins().isEmpty()) {
            return;
        }
        out.println();
        line("Are scores right as probabilities? Each item of each ranked list:");
        line("  %-18s %10s %10s %10s", "score", "items", "predicted", "observed");
        for (ReliabilityDetails.Bin bin : reliability.bins()) {
            line(
                    "  %5.1f%% to %5.1f%%   %,10.0f %9.2f%% %9.2f%%",
                    100 * bin.from(), 100 * bin.to(), bin.items(), 100 * bin.promised(), 100 * bin.came());
        }
        line(
                "  log loss %.4f, Brier score %.4f, calibration error %.4f",
                reliability.logLoss(), reliability.brier(), reliability.calibrationError());
        if (report.silent() == 0) {
            line(
                    "  (every case here has a target, while a score is for any view: expect more observed than predicted)");
        }
    }

    private static String text(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%+.2f (%+.2f to %+.2f)",
                100 * interval.value(),
                100 * interval.low(),
                100 * interval.high());
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
