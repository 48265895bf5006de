package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.metric.RankingMetrics;
import io.nextcart.engine.rank.Answering;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Questions;
import java.util.List;
import java.util.Optional;

/**
 * Answers the questions of a holdout with tables that end before it, by the ladder that serves, and beside it by the ranker
 * in service and by two rules: the popular list, and the shopper's own items newest first, refilled with the popular list.
 */
public final class Evaluation {
    private static final long PROGRESS_EVERY = 500;

    private final Tables tables;
    private final Ranker ranker;
    private final Optional<Ranker> champion;

    /**
     * @param champion the ranker in service, to be asked the same
     */
    public Evaluation(Tables tables, Ranker ranker, Optional<Ranker> champion) {
        this.tables = requireNonNull(tables, "tables is null");
        this.ranker = requireNonNull(ranker, "ranker is null");
        this.champion = requireNonNull(champion, "champion is null");
    }

    /** Metrics of the answers to the same questions. */
    public record Outcome(
            RankingMetrics model,
            RankingMetrics popularity,
            RankingMetrics repeat,
            Optional<RankingMetrics> champion) {}

    /** Answers all questions. */
    public Outcome run(HistoryReplay replay, Questions questions, Progress progress) {
        Workspace workspace = new Workspace(tables);
        Answering answering = new Answering(tables, ranker);
        Optional<Answering> rival = champion.map(other -> new Answering(tables, other));
        ItemFilter everything = ItemFilter.of(tables, Query.Filters.NONE, List.of());
        int[] views = views(tables.items());
        Outcome outcome = new Outcome(
                new RankingMetrics(views),
                new RankingMetrics(views),
                new RankingMetrics(views),
                rival.map(any -> new RankingMetrics(views)));
        int[] popular = popular();
        int[] answer = new int[RankingMetrics.LONGEST];
        for (int q = 0; q < questions.size(); q++) {
            int session = questions.session()[q];
            int target = questions.target()[q];
            replay.fill(workspace.session(), session, questions.position()[q], ExampleWriter.isTimeless(session));
            outcome.model.add(answer, answer(answering, workspace, everything, answer), target);
            if (rival.isPresent()) {
                int n = answer(rival.get(), workspace, everything, answer);
                outcome.champion.orElseThrow().add(answer, n, target);
            }
            outcome.popularity.add(popular, popular.length, target);
            outcome.repeat.add(answer, repeat(workspace.session(), popular, answer), target);
            if ((q + 1) % PROGRESS_EVERY == 0 || q + 1 == questions.size()) {
                progress.report("evaluating", q + 1, questions.size(), "questions");
            }
        }
        return outcome;
    }

    private int answer(Answering answering, Workspace workspace, ItemFilter filter, int[] into) {
        Ranking ranking = answering.answer(workspace, filter, RankingMetrics.LONGEST, 0, FallbackLevel.SESSION);
        int n = 0;
        for (Ranking.Item item : ranking.items()) {
            into[n++] = tables.items().indexOf(item.itemId());
        }
        return n;
    }

    /** Views of every item, by dense index. */
    public static int[] views(ItemTable items) {
        int[] views = new int[items.size()];
        for (int item = 0; item < views.length; item++) {
            views[item] = items.views(item);
        }
        return views;
    }

    private int[] popular() {
        PopularTable.Rows rows = tables.popular().popular();
        int from = rows.from(PopularTable.SHOP);
        int[] popular = new int[Math.min(RankingMetrics.LONGEST, rows.to(PopularTable.SHOP) - from)];
        for (int i = 0; i < popular.length; i++) {
            popular[i] = rows.item(from + i);
        }
        return popular;
    }

    private static int repeat(SessionState session, int[] popular, int[] into) {
        int n = 0;
        for (int d = 0; d < session.distinctCount() && n < into.length; d++) {
            into[n++] = session.distinctItem(d);
        }
        for (int i = 0; i < popular.length && n < into.length; i++) {
            if (session.find(popular[i]) < 0) {
                into[n++] = popular[i];
            }
        }
        return n;
    }
}
