package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Recommender;
import io.nextcart.engine.metric.RankingMetrics;
import io.nextcart.engine.table.ItemTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks a recommender every case of a file, as an inline session without times, and measures the answers. */
public final class CaseEvaluation {
    private static final long PROGRESS_EVERY = 1000;

    private final Recommender recommender;

    public CaseEvaluation(Recommender recommender) {
        this.recommender = requireNonNull(recommender, "recommender is null");
    }

    /** Measures all cases of a file. */
    public RankingMetrics run(Path cases, Progress progress) {
        ItemTable items = recommender.tables().items();
        RankingMetrics metrics = new RankingMetrics(Evaluation.views(items));
        int[] ranked = new int[RankingMetrics.LONGEST];
        int total = Case.read(cases, one -> {
            Ranking ranking = recommender.recommend(question(one));
            int n = 0;
            for (Ranking.Item item : ranking.items()) {
                ranked[n++] = items.indexOf(item.itemId());
            }
            metrics.add(ranked, n, items.indexOf(one.target()));
            if (metrics.cases() % PROGRESS_EVERY == 0) {
                progress.report("evaluating", metrics.cases(), 0, "cases");
            }
        });
        progress.report("evaluating", total, total, "cases");
        return metrics;
    }

    private static Query question(Case one) {
        List<Interaction> history = new ArrayList<>();
        for (String item : one.items()) {
            history.add(new Interaction(item, EventType.VIEW, Interaction.NO_TIME));
        }
        return new Query(history, false, 0, RankingMetrics.LONGEST, Query.Filters.NONE, 0);
    }
}
