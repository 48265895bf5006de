package io.nextcart.training;

import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.training.baseline.Baseline;
import io.nextcart.training.baseline.Baselines;
import io.nextcart.training.baseline.OriginalRecipe;
import io.nextcart.training.calibrate.HoldoutCalibration;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.store.document.ReliabilityDetails;
import io.nextcart.training.calibrate.Reliability;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.Horizon;
import io.nextcart.training.evaluate.Segment;
import io.nextcart.training.fit.FitSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Nextcart beside every baseline on the same points of the same holdout, for carts of the rest of the session and of the next
 * 24 hours; then the calibration. Prints Markdown. See README.md beside this.
 */
final class CartComparison {
    private static final int RECIPE_CASES = 10_000;
    private static final int CALIBRATION_CASES = 8_000;
    private static final List<String> METRICS = List.of(
            "hr@5", "hr@10", "hr@20", "mrr@5", "mrr@10", "mrr@20", "ndcg@5", "ndcg@10", "ndcg@20", "recall@20");

    private CartComparison() {}

    public static void main(String[] args) throws IOException {
        try (Laboratory lab = Laboratory.open(args)) {
            Ranker ours = lab.fit(Set.of(), Set.of());
            Ranker recipe = OriginalRecipe.fit(
                    lab.past(),
                    lab.replay,
                    lab.cases(RECIPE_CASES),
                    lab.folder(),
                    FitSettings.standard(lab.windows.holdoutFrom(), Laboratory.SEED, Laboratory.threads()),
                    Progress.NONE);
            List<Baseline> rivals = new ArrayList<>(Baselines.all(lab.judged));
            rivals.add(new OriginalRecipe(lab.judged, recipe));
            Evaluation evaluation =
                    new Evaluation(lab.judged, ours, Optional.empty(), new Workspace(lab.judged), rivals);
            Horizon[] horizons =
                    lab.objective == Objective.CART ? Horizon.values() : new Horizon[] {Horizon.SESSION};
            for (Horizon horizon : horizons) {
                Comparison comparison = evaluation.compare(lab.replay, points(lab, horizon), Progress.NONE);
                System.out.printf("%n### %s: %,d cases%n", title(lab, horizon), comparison.cases());
                figures(comparison);
                leads(comparison);
                if (horizon == horizons[horizons.length - 1]) {
                    segments(comparison);
                }
            }
            calibration(evaluation.calibrate(lab.replay, everyView(lab)));
        }
    }

    private static String title(Laboratory lab, Horizon horizon) {
        if (lab.objective == Objective.VIEW) {
            return "Next item viewed";
        }
        return horizon == Horizon.SESSION ? "Carts of the rest of the session" : "Carts within a day";
    }

    private static Cases points(Laboratory lab, Horizon horizon) {
        return Cases.answered(
                lab.sessions,
                lab.windows.holdoutFrom(),
                lab.windows.sessions(),
                lab.objective,
                horizon,
                Laboratory.HOLDOUT_CASES,
                Laboratory.SEED);
    }

    private static Cases everyView(Laboratory lab) {
        return Cases.everyView(
                lab.sessions,
                lab.windows.holdoutFrom(),
                lab.windows.sessions(),
                lab.objective,
                Horizon.DAY,
                CALIBRATION_CASES,
                Laboratory.SEED);
    }

    private static void figures(Comparison comparison) {
        System.out.printf(
                "%n| %% | %s | precision@20 | coverage@20 | novelty@20 |%n",
                String.join(" | ", METRICS));
        System.out.println("|---".repeat(METRICS.size() + 4) + "|");
        for (String ranker : comparison.rankers()) {
            StringBuilder line = new StringBuilder("| " + ranker);
            var values = comparison.metrics(ranker).byName();
            List<String> names = new ArrayList<>(METRICS);
            names.addAll(List.of("precision@20", "coverage@20"));
            for (String name : names) {
                line.append(String.format(" | %.2f", 100 * values.get(name)));
            }
            System.out.println(line + String.format(" | %.2f |", values.get("novelty@20")));
        }
    }

    private static void leads(Comparison comparison) {
        System.out.printf("%n| Nextcart's lead over | %s |%n", String.join(" | ", METRICS));
        System.out.println("|---".repeat(METRICS.size() + 1) + "|");
        for (String ranker : comparison.rankers()) {
            if (ranker.equals(Comparison.OURS)) {
                continue;
            }
            StringBuilder line = new StringBuilder("| " + ranker);
            for (String metric : METRICS) {
                Interval lead = comparison.lead(ranker, metric);
                line.append(String.format(
                        " | %+.2f (%+.2f to %+.2f)%s",
                        100 * lead.value(),
                        100 * lead.low(),
                        100 * lead.high(),
                        lead.low() > 0 ? "" : " **not above**"));
            }
            System.out.println(line + " |");
        }
    }

    private static void segments(Comparison comparison) {
        System.out.printf("%n| NDCG@20, %% | cases | %s |%n", String.join(" | ", comparison.rankers()));
        System.out.println("|---".repeat(comparison.rankers().size() + 2) + "|");
        for (Segment segment : comparison.segments()) {
            StringBuilder line = new StringBuilder(
                    String.format("| %s | %,d", segment.label(), comparison.cases(segment)));
            for (String ranker : comparison.rankers()) {
                line.append(String.format(" | %.2f", 100 * comparison.mean(ranker, "ndcg@20", segment)));
            }
            System.out.println(line + " |");
        }
    }

    private static void calibration(HoldoutCalibration.Chosen chosen) {
        System.out.printf("%n### Calibration: %s%n%n", chosen.calibration().method());
        System.out.println("| on the later half | log loss | Brier score | calibration error |");
        System.out.println("|---|---|---|---|");
        print("scores as log-odds", Optional.of(chosen.raw()));
        print("Platt", chosen.platt());
        print("isotonic", chosen.isotonic());
        System.out.printf("%n| probability | items | promised | observed |%n|---|---|---|---|%n");
        for (ReliabilityDetails.Bin bin : chosen.reliability().bins()) {
            System.out.printf(
                    "| %.1f %% to %.1f %% | %,.0f | %.3f %% | %.3f %% |%n",
                    100 * bin.from(), 100 * bin.to(), bin.items(), 100 * bin.promised(), 100 * bin.came());
        }
    }

    private static void print(String name, Optional<Reliability> reliability) {
        reliability.ifPresent(one -> System.out.printf(
                "| %s | %.5f | %.5f | %.5f |%n", name, one.logLoss(), one.brier(), one.calibrationError()));
    }
}
