package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.Source;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.training.evaluate.Comparison;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.Horizon;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.training.evaluate.PairedBootstrap;
import io.nextcart.training.evaluate.RankingMetrics;
import java.io.IOException;
import java.util.ArrayList;
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

    /** Groups of features in vector order, and the first feature of each. */
    private static final List<String> GROUPS =
            List.of("source", "repeat", "path", "covisitation", "item", "factor", "context");

    private static final List<String> FIRST = List.of(
            "repeat_score",
            "repeat_position",
            "distinct_share",
            "from_newest",
            "views_log",
            "als_session",
            "session_length");

    private Ablation() {}

    public static void main(String[] args) throws IOException {
        try (Laboratory lab = Laboratory.open(args)) {
            Cases points = Cases.answered(
                    lab.sessions,
                    lab.windows.holdoutFrom(),
                    lab.windows.sessions(),
                    lab.objective,
                    Horizon.DAY,
                    Laboratory.HOLDOUT_CASES,
                    Laboratory.SEED);
            System.out.printf("%,d cases%n%n| off | %s |%n", points.size(), String.join(" | ", METRICS));
            System.out.println("|---".repeat(METRICS.size() + 1) + "|");
            RankingMetrics all = measure(lab, points, Set.of(), Set.of());
            StringBuilder line = new StringBuilder("| nothing");
            METRICS.forEach(metric -> line.append(String.format(" | %.2f", 100 * all.byName().get(metric))));
            System.out.println(line + " |");
            for (Source source : sources()) {
                print("source " + source.wireName(), points, all, measure(lab, points, Set.of(source), Set.of()));
            }
            for (int g = 0; g < GROUPS.size(); g++) {
                print("features " + GROUPS.get(g), points, all, measure(lab, points, Set.of(), features(g)));
            }
            for (Map.Entry<String, Set<Source>> pair : families().entrySet()) {
                print("sources " + pair.getKey(), points, all, measure(lab, points, pair.getValue(), Set.of()));
            }
        }
    }

    /** The features of a group: from its first to that of the next. */
    private static Set<String> features(int group) {
        int from = FeatureExtractor.NAMES.indexOf(FIRST.get(group));
        int to = group + 1 == FIRST.size()
                ? FeatureExtractor.NAMES.size()
                : FeatureExtractor.NAMES.indexOf(FIRST.get(group + 1));
        return Set.copyOf(FeatureExtractor.NAMES.subList(from, to));
    }

    private static List<Source> sources() {
        List<Source> sources = new ArrayList<>(List.of(Source.values()));
        sources.remove(Source.SIMILAR); // a name for answers, not a source
        return sources;
    }

    /** Sources that say almost the same, off together: alone each is replaced by the other. */
    private static Map<String, Set<Source>> families() {
        return Map.of(
                "co_visitation and walk", Set.of(Source.CO_VISITATION, Source.WALK));
    }

    private static RankingMetrics measure(Laboratory lab, Cases points, Set<Source> muted, Set<String> hidden)
            throws IOException {
        Ranker ranker = lab.fit(muted, hidden);
        Workspace workspace = Laboratory.workspace(lab.judged, muted);
        return new Evaluation(lab.judged, ranker, Optional.empty(), workspace, List.of())
                .compare(lab.replay, points, Progress.NONE)
                .metrics(Comparison.OURS);
    }

    private static void print(String off, Cases points, RankingMetrics all, RankingMetrics without) {
        PairedBootstrap bootstrap = new PairedBootstrap(points.session(), Laboratory.SEED);
        StringBuilder line = new StringBuilder("| " + off);
        for (String metric : METRICS) {
            Interval change = bootstrap.difference(without.byCase(metric), all.byCase(metric));
            line.append(String.format(
                    " | %.2f (%+.2f to %+.2f)",
                    100 * without.byName().get(metric), 100 * change.low(), 100 * change.high()));
        }
        System.out.println(line + " |");
    }
}
