package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Answering;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.baseline.Baseline;
import io.nextcart.training.baseline.Baselines;
import io.nextcart.training.calibrate.HoldoutCalibration;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.TableReplay;
import io.nextcart.training.stage.Background;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the points of a holdout with tables that end before it: with the serving ladder, with the ranker in service
 * and with baselines; then fits a calibration of the ranker's scores.
 */
public final class Evaluation {
    /** The ranker in service, among the rivals of a {@link Comparison}. */
    public static final String CHAMPION = "champion";

    /** The {@link RuleRanker}, among the rivals of a {@link Comparison}. */
    public static final String RULE = "own_then_co_visitation";

    private static final long PROGRESS_EVERY = 500;
    private static final int CALIBRATED_RANKS = 50;

    private final Tables tables;
    private final Ranker ranker;
    private final Optional<Ranker> champion;
    private final Workspace workspace;
    private final List<Baseline> baselines;

    /** @param champion the ranker in service, for the same cases */
    public Evaluation(Tables tables, Ranker ranker, Optional<Ranker> champion) {
        this(tables, ranker, champion, new Workspace(tables), Baselines.quick(tables));
    }

    /**
     * @param workspace over the tables
     * @param baselines for the same cases
     */
    public Evaluation(
            Tables tables, Ranker ranker, Optional<Ranker> champion, Workspace workspace, List<Baseline> baselines) {
        this.tables = requireNonNull(tables, "tables is null");
        this.ranker = requireNonNull(ranker, "ranker is null");
        this.champion = requireNonNull(champion, "champion is null");
        this.workspace = requireNonNull(workspace, "workspace is null");
        this.baselines = List.copyOf(requireNonNull(baselines, "baselines is null"));
    }

    /** Metrics of all answers to the same points, and the calibration of the model's scores. */
    public record Outcome(Comparison comparison, HoldoutCalibration.Chosen calibration) {
        /** Metrics of the new model. */
        public RankingMetrics model() {
            return comparison.metrics(Comparison.OURS);
        }

        /** Metrics of the popular list. */
        public RankingMetrics popularity() {
            return comparison.metrics("popularity");
        }

        /** Metrics of the shopper's own items, followed by items viewed and carted together with them. */
        public RankingMetrics rule() {
            return comparison.metrics(RULE);
        }

        /** Metrics of the shopper's own items. */
        public RankingMetrics repeat() {
            return comparison.metrics("repeat");
        }

        /** Metrics of the model in service, if one could be compared. */
        public Optional<RankingMetrics> champion() {
            return comparison.rankers().contains(CHAMPION)
                    ? Optional.of(comparison.metrics(CHAMPION))
                    : Optional.empty();
        }
    }

    /**
     * Answers and calibrates.
     *
     * @param asked the cases to measure
     * @param everyView the cases to calibrate on, in the order of the sessions
     */
    public Outcome run(HistoryReplay replay, Cases asked, Cases everyView, Progress progress) {
        try (Background<HoldoutCalibration.Chosen> calibration =
                Background.start("calibration", () -> calibrate(replay, everyView))) {
            return new Outcome(compare(replay, asked, progress), calibration.result());
        }
    }

    /** Answers all points; each has a relevant item. */
    public Comparison compare(HistoryReplay replay, Cases points, Progress progress) {
        Map<String, Answering> rankers = new LinkedHashMap<>();
        rankers.put(Comparison.OURS, new Answering(tables, ranker, Calibration.NONE));
        rankers.put(RULE, new Answering(tables, new RuleRanker(), Calibration.NONE));
        champion.ifPresent(other -> rankers.put(CHAMPION, new Answering(tables, other, Calibration.NONE)));
        List<String> rivals = new ArrayList<>(rankers.keySet());
        rivals.remove(Comparison.OURS);
        baselines.forEach(baseline -> rivals.add(baseline.name()));
        Comparison comparison = new Comparison(tables.items(), rivals);
        int[] answer = new int[RankingMetrics.LONGEST];
        SessionState session = workspace.session();
        TableReplay known = replay.into(workspace);
        for (int p = 0; p < points.size(); p++) {
            int asked = points.session()[p];
            known.fill(asked, points.position()[p], ExampleWriter.isInline(asked));
            int[] relevant = known.numbers(points.relevant()[p]);
            session.seal();
            comparison.next(session, asked, relevant, replay.isReturning(asked));
            rankers.forEach((name, one) -> comparison.list(name, answer, answer(one, answer), relevant));
            for (Baseline baseline : baselines) {
                comparison.list(baseline.name(), answer, baseline.rank(session, answer), relevant);
            }
            if ((p + 1) % PROGRESS_EVERY == 0 || p + 1 == points.size()) {
                progress.report("evaluating", p + 1, points.size(), "cases");
            }
        }
        return comparison;
    }

    /** Scores the candidates of all points and chooses a calibration. */
    public HoldoutCalibration.Chosen calibrate(HistoryReplay replay, Cases points) {
        HoldoutCalibration calibration = new HoldoutCalibration();
        Workspace own = new Workspace(tables);
        TableReplay known = replay.into(own);
        int middle = points.size() == 0 ? 0 : points.session()[points.size() / 2];
        for (int p = 0; p < points.size(); p++) {
            int asked = points.session()[p];
            known.fill(asked, points.position()[p], ExampleWriter.isInline(asked));
            own.compute();
            int[] relevant = known.numbers(points.relevant()[p]);
            Candidates candidates = own.candidates();
            double[] scores = ranker.score(own.rows());
            int[] order = Answering.order(scores, candidates);
            for (int rank = 0; rank < Math.min(CALIBRATED_RANKS, order.length); rank++) {
                int item = candidates.item(order[rank]);
                boolean positive = Arrays.stream(relevant).anyMatch(one -> one == item);
                calibration.add(asked < middle, scores[order[rank]], positive, points.weight()[p]);
            }
        }
        return calibration.choose();
    }

    private int answer(Answering answering, int[] into) {
        ItemFilter everything = ItemFilter.of(tables, workspace.numbers(), Query.Filters.NONE, List.of(), Overlay.NONE);
        Ranking ranking = answering.answer(workspace, everything, RankingMetrics.LONGEST, 0, FallbackLevel.SESSION);
        int n = 0;
        for (Ranking.Item item : ranking.items()) {
            into[n++] = workspace.numbers().find(item.itemId());
        }
        return n;
    }

    /** Number of views of every item, by dense index. */
    public static int[] views(ItemTable items) {
        int[] views = new int[items.size()];
        for (int item = 0; item < views.length; item++) {
            views[item] = items.views(item);
        }
        return views;
    }
}
