package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.Source;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.HoldoutPoints;
import io.nextcart.training.evaluate.Horizon;
import io.nextcart.training.evaluate.PairedBootstrap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What each source of candidates and each group of features is worth: trains without it and measures on the same holdout. A
 * source that is off names no candidates, and its scores and ranks are gone; a group of features that is off is unknown to the
 * ranker. Prints Markdown. See README.md beside this.
 */
final class Ablation {
    private static final List<String> METRICS = List.of("recall@20", "ndcg@20", "mrr@20");

    private Ablation() {}

    public static void main(String[] args) throws IOException {
        try (Laboratory lab = Laboratory.open(args)) {
            HoldoutPoints points = HoldoutPoints.answered(
                    lab.sessions,
                    lab.windows.holdoutFrom(),
                    lab.windows.sessions(),
                    lab.objective,
                    Horizon.DAY,
                    Laboratory.HOLDOUT_QUESTIONS,
                    Laboratory.SEED);
            Map<String, List<String>> groups = new Workspace(lab.judged).features().groups();
            System.out.printf("%,d questions%n%n| off | %s |%n", points.size(), String.join(" | ", METRICS));
            System.out.println("|---".repeat(METRICS.size() + 1) + "|");
            RankingMetrics all = measure(lab, points, Set.of(), Set.of());
            StringBuilder line = new StringBuilder("| nothing");
            METRICS.forEach(metric -> line.append(String.format(" | %.2f", 100 * all.byName().get(metric))));
            System.out.println(line + " |");
            for (Source source : sources()) {
                print("source " + source.wireName(), points, all, measure(lab, points, Set.of(source), Set.of()));
            }
            for (Map.Entry<String, List<String>> group : groups.entrySet()) {
                print(
                        "features " + group.getKey(),
                        points,
                        all,
                        measure(lab, points, Set.of(), new HashSet<>(group.getValue())));
            }
            for (Map.Entry<String, Set<Source>> pair : families().entrySet()) {
                print("sources " + pair.getKey(), points, all, measure(lab, points, pair.getValue(), Set.of()));
            }
        }
    }

    private static List<Source> sources() {
        List<Source> sources = new ArrayList<>(List.of(Source.values()));
        sources.remove(Source.SIMILAR); // a name for answers, no source
        return sources;
    }

    /** Sources that say almost the same, off together: alone each is replaced by the other. */
    private static Map<String, Set<Source>> families() {
        return Map.of(
                "co_visitation and walk", Set.of(Source.CO_VISITATION, Source.WALK));
    }

    private static RankingMetrics measure(Laboratory lab, HoldoutPoints points, Set<Source> muted, Set<String> hidden)
            throws IOException {
        Ranker ranker = lab.fit(muted, hidden);
        Workspace workspace = new Workspace(lab.judged, muted);
        return new Evaluation(lab.judged, ranker, Optional.empty(), workspace, List.of())
                .compare(lab.replay, points, Progress.NONE)
                .metrics(Comparison.OURS);
    }

    private static void print(String off, HoldoutPoints points, RankingMetrics all, RankingMetrics without) {
        PairedBootstrap bootstrap = new PairedBootstrap(points.session(), Laboratory.SEED);
        StringBuilder line = new StringBuilder("| " + off);
        for (String metric : METRICS) {
            PairedBootstrap.Interval change = bootstrap.difference(without.byCase(metric), all.byCase(metric));
            line.append(String.format(
                    " | %.2f (%+.2f to %+.2f)",
                    100 * without.byName().get(metric), 100 * change.low(), 100 * change.high()));
        }
        System.out.println(line + " |");
    }
}
