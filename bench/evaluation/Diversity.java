package io.nextcart.training;

import io.nextcart.data.Objective;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Answering;
import io.nextcart.engine.rank.Calibration;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.source.Candidates;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.EvaluationDetails.Interval;
import io.nextcart.training.evaluate.Evaluation;
import io.nextcart.training.evaluate.PairedBootstrap;
import io.nextcart.training.evaluate.RankingMetrics;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.Horizon;
import io.nextcart.training.example.TableReplay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What diverse lists cost: the cap on items of a category that serves, beside maximal marginal relevance (Carbonell and
 * Goldstein, SIGIR 1998) over the ranked candidates, on the same points of the same holdout. Prints Markdown. See README.md
 * beside this.
 */
final class Diversity {
    private static final String CAP = "cap";
    private static final int K = RankingMetrics.LONGEST;
    private static final double[] CAPS = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    private static final double[] LAMBDAS = {0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.5, 0.4, 0.3};
    private static final double[] LOSSES = {0.01, 0.02, 0.04, 0.07, 0.1};

    private final Tables tables;
    private final Workspace workspace;
    private final Answering answering;
    private final Ranker ranker;
    private final float[] scratch;
    private final Map<String, Map<Double, Measured>> families = new LinkedHashMap<>();

    /** How alike two items are, 0–1. */
    private enum Similarity {
        CO_VISITATION,
        CATEGORY,
        BOTH;

        String family() {
            return "MMR by " + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The lists of one setting. */
    private static final class Measured {
        final RankingMetrics metrics;
        double categories;
        double pairs;
        double alike;

        Measured(ItemTable items) {
            metrics = new RankingMetrics(Evaluation.views(items));
        }

        /** HR and NDCG at 20, coverage, categories of a list, its pairs of two categories, and their cosine; shares in percent. */
        double[] figures() {
            int cases = metrics.cases();
            return new double[] {
                100 * metrics.hitRate(K),
                100 * metrics.ndcg(K),
                100 * metrics.coverage(K),
                categories / cases,
                100 * pairs / cases,
                100 * alike / cases
            };
        }
    }

    private Diversity(Tables tables, Ranker ranker) {
        this.tables = tables;
        this.ranker = ranker;
        this.workspace = new Workspace(tables);
        this.answering = new Answering(tables, ranker, Calibration.NONE);
        this.scratch = new float[tables.items().size()];
    }

    public static void main(String[] args) throws IOException {
        try (Laboratory lab = Laboratory.open(args)) {
            Diversity diversity = new Diversity(lab.judged, lab.fit(Set.of(), Set.of()));
            Cases points = Cases.answered(
                    lab.sessions,
                    lab.windows.holdoutFrom(),
                    lab.windows.sessions(),
                    lab.objective,
                    lab.objective == Objective.CART ? Horizon.DAY : Horizon.SESSION,
                    Laboratory.HOLDOUT_CASES,
                    Laboratory.SEED);
            TableReplay known = lab.replay.into(diversity.workspace);
            for (int p = 0; p < points.size(); p++) {
                int asked = points.session()[p];
                known.fill(asked, points.position()[p], ExampleWriter.isInline(asked));
                diversity.answer(known.numbers(points.relevant()[p]));
            }
            diversity.print(points);
        }
    }

    /** Answers the events in the workspace with every setting. */
    private void answer(int[] relevant) {
        int[] plain = {};
        for (double cap : CAPS) {
            int[] list = capped(cap);
            plain = cap == 0 ? list : plain;
            note(CAP, cap, list, relevant);
        }
        workspace.compute(Math.max(Candidates.RANKED, 2 * K), item -> true);
        Candidates candidates = workspace.candidates();
        double[] scores = ranker.score(workspace.rows());
        int[] order = Answering.order(scores, candidates);
        int[] items = Arrays.stream(order).map(candidates::item).toArray();
        double[] relevance = relevance(Arrays.stream(order).mapToDouble(at -> scores[at]).toArray());
        float[][] coVisited = coVisited(items);
        for (Similarity similarity : Similarity.values()) {
            for (double lambda : LAMBDAS) {
                int[] list = marginal(items, relevance, coVisited, similarity, lambda, plain);
                note(similarity.family(), lambda, list, relevant);
            }
        }
    }

    private int[] capped(double diversity) {
        ItemFilter everything = ItemFilter.of(tables, workspace.numbers(), Query.Filters.NONE, List.of(), Overlay.NONE);
        return answering.answer(workspace, everything, K, diversity, FallbackLevel.SESSION).items().stream()
                .map(Ranking.Item::itemId)
                .mapToInt(workspace.numbers()::find)
                .toArray();
    }

    /** The log-odds, from 0 for the lowest to 1 for the highest. */
    private static double[] relevance(double[] scores) {
        double low = Arrays.stream(scores).min().orElse(0);
        double high = Arrays.stream(scores).max().orElse(0);
        return Arrays.stream(scores)
                .map(score -> high > low ? (score - low) / (high - low) : 1)
                .toArray();
    }

    /** Takes one candidate after the other, the one that is most relevant and least like those taken; then what is in the plain list. */
    private int[] marginal(
            int[] items, double[] relevance, float[][] coVisited, Similarity similarity, double lambda, int[] plain) {
        int[] list = new int[K];
        int size = 0;
        boolean[] taken = new boolean[items.length];
        double[] nearest = new double[items.length];
        while (size < Math.min(K, items.length)) {
            int best = -1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < items.length; i++) {
                double value = lambda * relevance[i] - (1 - lambda) * nearest[i];
                if (!taken[i] && value > highest) {
                    best = i;
                    highest = value;
                }
            }
            taken[best] = true;
            list[size++] = items[best];
            for (int i = 0; i < items.length; i++) {
                double alike = alike(items[best], items[i], coVisited[best][i], similarity);
                nearest[i] = Math.max(nearest[i], alike);
            }
        }
        for (int item : plain) {
            boolean isNew = Arrays.stream(list, 0, size).noneMatch(one -> one == item);
            if (isNew && size < K) {
                list[size++] = item;
            }
        }
        return Arrays.copyOf(list, size);
    }

    private double alike(int one, int other, double coVisited, Similarity similarity) {
        int category = category(one);
        double same = category >= 0 && category == category(other) ? 1 : 0;
        return switch (similarity) {
            case CO_VISITATION -> coVisited;
            case CATEGORY -> same;
            case BOTH -> (coVisited + same) / 2;
        };
    }

    private int category(int item) {
        return item < tables.items().size() ? tables.items().category(item) : ItemTable.NO_CATEGORY;
    }

    /** The cosine of the co-visitation rows of each two items; each item is its own nearest neighbour. */
    private float[][] coVisited(int[] items) {
        float[][] cosine = new float[items.length][items.length];
        double[] length = Arrays.stream(items).mapToDouble(item -> Math.sqrt(dot(item, item))).toArray();
        for (int i = 0; i < items.length; i++) {
            for (int j = 0; j <= i; j++) {
                cosine[i][j] = (float) (dot(items[i], items[j]) / (length[i] * length[j]));
                cosine[j][i] = cosine[i][j];
            }
        }
        return cosine;
    }

    private double dot(int one, int other) {
        if (one >= scratch.length || other >= scratch.length) {
            return one == other ? 1 : 0;
        }
        NeighborTable rows = tables.coVisitation();
        for (int at = rows.from(one); at < rows.to(one); at++) {
            scratch[rows.item(at)] = rows.weight(at);
        }
        scratch[one] = own(one);
        double sum = own(other) * scratch[other];
        for (int at = rows.from(other); at < rows.to(other); at++) {
            sum += rows.item(at) == other ? 0 : rows.weight(at) * scratch[rows.item(at)];
        }
        for (int at = rows.from(one); at < rows.to(one); at++) {
            scratch[rows.item(at)] = 0;
        }
        scratch[one] = 0;
        return sum;
    }

    /** The largest weight of an item's row. */
    private float own(int item) {
        NeighborTable rows = tables.coVisitation();
        float own = rows.from(item) == rows.to(item) ? 1 : 0;
        for (int at = rows.from(item); at < rows.to(item); at++) {
            own = Math.max(own, rows.weight(at));
        }
        return own;
    }

    private void note(String family, double setting, int[] list, int[] relevant) {
        Measured measured = families.computeIfAbsent(family, name -> new LinkedHashMap<>())
                .computeIfAbsent(setting, key -> new Measured(tables.items()));
        measured.metrics.add(list, list.length, relevant);
        measured.categories += Arrays.stream(list).map(this::category).filter(one -> one >= 0).distinct().count();
        float[][] cosine = coVisited(list);
        double all = list.length * (list.length - 1) / 2.0;
        for (int i = 0; i < list.length; i++) {
            for (int j = 0; j < i; j++) {
                int category = category(list[i]);
                measured.pairs += category < 0 || category != category(list[j]) ? 1 / all : 0;
                measured.alike += cosine[i][j] / all;
            }
        }
    }

    private void print(Cases points) {
        PairedBootstrap bootstrap = new PairedBootstrap(points.session(), Laboratory.SEED);
        RankingMetrics plain = plain().metrics;
        System.out.printf("%,d cases, lists of %d%n", points.size(), K);
        head("every setting");
        families.forEach((family, settings) -> settings.forEach((setting, measured) -> {
            Interval change = bootstrap.difference(measured.metrics.byCase("hr@20"), plain.byCase("hr@20"));
            String name = String.format("%s %s (HR %+.2f to %+.2f)", family, setting, 100 * change.low(), 100 * change.high());
            print(name, measured.figures());
        }));
        for (double loss : LOSSES) {
            head(String.format("with %.0f less of HR@20", 100 * loss));
            families.forEach((family, settings) -> print(family, at(100 * loss, settings.values())));
        }
    }

    private static void head(String rows) {
        System.out.printf(
                "%n| %%, %s | HR@20 | NDCG@20 | coverage@20 | categories of a list | pairs of two categories | cosine of a pair |%n",
                rows);
        System.out.println("|---".repeat(7) + "|");
    }

    private Measured plain() {
        return families.get(CAP).get(0.0);
    }

    /** The figures of a family where it loses so much, on the lines between its settings. */
    private double[] at(double loss, Collection<Measured> settings) {
        double wanted = plain().figures()[0] - loss;
        List<double[]> all = new ArrayList<>();
        all.add(plain().figures());
        settings.forEach(measured -> all.add(measured.figures()));
        all.sort(Comparator.comparingDouble(figures -> -figures[0]));
        for (int i = 1; i < all.size(); i++) {
            double[] before = all.get(i - 1);
            double[] after = all.get(i);
            if (before[0] >= wanted && wanted >= after[0] && before[0] > after[0]) {
                double share = (before[0] - wanted) / (before[0] - after[0]);
                return IntStream.range(0, before.length)
                        .mapToDouble(f -> before[f] + share * (after[f] - before[f]))
                        .toArray();
            }
        }
        return new double[0];
    }

    private static void print(String name, double[] figures) {
        System.out.println("| " + name + " | "
                + Arrays.stream(figures).mapToObj(one -> String.format("%.2f", one)).collect(Collectors.joining(" | "))
                + " |");
    }
}
