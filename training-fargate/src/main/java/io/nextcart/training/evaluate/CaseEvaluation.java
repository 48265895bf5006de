package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.training.answer.ShopAnswers;
import io.nextcart.training.baseline.Baseline;
import io.nextcart.training.baseline.Baselines;
import io.nextcart.training.calibrate.Reliability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests an answer to every case of a file, as an inline session without times, and measures the answers. */
public final class CaseEvaluation {
    private static final long PROGRESS_EVERY = 1000;

    private final ShopAnswers shop;

    public CaseEvaluation(ShopAnswers shop) {
        this.shop = requireNonNull(shop, "shop is null");
    }

    /**
     * The results on a file of cases.
     *
     * @param comparison metrics on the cases with an answer
     * @param silent number of cases that nothing followed
     * @param reliability of the scores in ranked answers, silent cases included
     * @param unknownIds items and targets that the model does not know, out of {@code ids}; repeats count
     * @param firstUnknown the first of them, null if none
     */
    public record Report(
            Comparison comparison,
            int silent,
            Reliability reliability,
            long unknownIds,
            long ids,
            @Nullable String firstUnknown) {}

    /** Measures all cases of a file. */
    public RankingMetrics run(Path cases, Progress progress) {
        return measure(cases, List.of(), progress).comparison().metrics(Comparison.OURS);
    }

    /** Measures all cases of a file, beside every baseline that the model's tables allow. */
    public Report report(Path cases, Progress progress) {
        return measure(cases, Baselines.all(shop.tables()), progress);
    }

    private Report measure(Path cases, List<Baseline> baselines, Progress progress) {
        Run run = new Run(baselines);
        int total = Case.read(cases, one -> {
            run.ask(one);
            if (run.asked % PROGRESS_EVERY == 0) {
                progress.report("evaluating", run.asked, 0, "cases");
            }
        });
        progress.report("evaluating", total, total, "cases");
        return new Report(run.comparison, run.silent, run.reliability, run.unknownIds, run.ids, run.firstUnknown);
    }

    /** One pass over a file. */
    private final class Run {
        private final ItemTable items = shop.tables().items();
        private final ShopAnswers rule = shop.rankedBy(new RuleRanker());
        private final List<Baseline> baselines;
        private final Comparison comparison;
        private final Reliability reliability = new Reliability();
        private final ItemNumbers numbers = new ItemNumbers(items);
        private final SessionState session = new SessionState(items.size());
        private final int[] ranked = new int[RankingMetrics.LONGEST];
        private List<String> previous = List.of();
        private int group;
        private int asked;
        private int silent;
        private long ids;
        private long unknownIds;
        private @Nullable String firstUnknown;

        Run(List<Baseline> baselines) {
            this.baselines = baselines;
            this.comparison = new Comparison(
                    items,
                    Stream.concat(Stream.of(Evaluation.RULE), baselines.stream().map(Baseline::name))
                            .toList());
        }

        void ask(Case one) {
            asked++;
            one.items().forEach(this::count);
            one.targets().forEach(this::count);
            group += isSameSession(one) ? 0 : 1;
            previous = one.items();
            Ranking ranking = shop.recommend(question(one));
            fill(one);
            int[] relevant = one.targets().stream().mapToInt(numbers::find).toArray();
            for (Ranking.Item item : ranking.items()) {
                if (ranking.level() == FallbackLevel.SESSION) {
                    reliability.add(item.score(), one.targets().contains(item.itemId()), 1);
                }
            }
            if (relevant.length == 0) {
                silent++;
                return;
            }
            int n = numbers(ranking);
            comparison.next(session, group, relevant, one.returning());
            comparison.list(Comparison.OURS, ranked, n, relevant);
            comparison.list(Evaluation.RULE, ranked, numbers(rule.recommend(question(one))), relevant);
            for (Baseline baseline : baselines) {
                comparison.list(baseline.name(), ranked, baseline.rank(session, ranked), relevant);
            }
        }

        private void count(String id) {
            ids++;
            if (items.indexOf(id) < 0) {
                unknownIds++;
                firstUnknown = firstUnknown == null ? id : firstUnknown;
            }
        }

        /** Writes the item indices of an answer into the list; returns their number. */
        private int numbers(Ranking ranking) {
            int n = 0;
            for (Ranking.Item item : ranking.items()) {
                ranked[n++] = numbers.find(item.itemId());
            }
            return n;
        }

        /** A case whose items continue those of the case before it is a later point of the same session. */
        private boolean isSameSession(Case one) {
            return !previous.isEmpty()
                    && previous.size() < one.items().size()
                    && previous.equals(one.items().subList(0, previous.size()));
        }

        private void fill(Case one) {
            numbers.reset();
            session.reset();
            for (String item : one.items()) {
                session.add(numbers.number(item), EventType.VIEW, SessionState.NO_TIME);
            }
            session.seal();
        }
    }

    private static Query question(Case one) {
        List<Interaction> history = new ArrayList<>();
        for (String item : one.items()) {
            history.add(new Interaction(item, EventType.VIEW, Interaction.NO_TIME));
        }
        return new Query(history, false, RankingMetrics.LONGEST, Query.Filters.NONE, 0);
    }
}
