package io.nextcart.training.baseline;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Ranker;
import io.nextcart.training.example.TableReplay;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.Cases;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.fit.RankerTrainer;
import io.nextcart.training.fit.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The recipe of the Python system that Nextcart replaces, without its leaks: candidates from ALS, from items similar by ALS
 * and from the popularity list, ranked by a CatBoost classifier on scores and item counts. What of it is not reproduced
 * stands in docs/evaluation.md.
 */
public final class OriginalRecipe implements Baseline {
    private static final int NEGATIVES = 20;
    private static final long PROGRESS_EVERY = 500;

    private final RecipeCandidates candidates;
    private final Ranker ranker;
    private final Fixed popular;

    /**
     * @param tables to answer from
     * @param ranker as {@link #fit} made it
     */
    public OriginalRecipe(Tables tables, Ranker ranker) {
        this.candidates = new RecipeCandidates(requireNonNull(tables, "tables is null"));
        this.ranker = requireNonNull(ranker, "ranker is null");
        this.popular = Baselines.popular(tables);
    }

    /**
     * Fits the classifier on the cases that our own ranker learns from.
     *
     * @param past tables that end before the first case
     * @param workFolder exists and holds no other model: {@value RankerTrainer#MODEL_FILE} lands in it
     */
    public static Ranker fit(
            Tables past,
            HistoryReplay replay,
            Cases cases,
            Path workFolder,
            FitSettings settings,
            Progress progress)
            throws IOException {
        RecipeCandidates candidates = new RecipeCandidates(past);
        Workspace workspace = new Workspace(past);
        TableReplay known = replay.into(workspace);
        SessionState session = workspace.session();
        TrainingSet set = new TrainingSet(RecipeCandidates.FEATURES);
        for (int q = 0; q < cases.size(); q++) {
            int asked = cases.session()[q];
            known.fill(asked, cases.position()[q], ExampleWriter.isInline(asked));
            session.seal();
            candidates.of(session);
            append(candidates, known.number(cases.relevant()[q][0]), q, settings.seed(), set);
            if ((q + 1) % PROGRESS_EVERY == 0 || q + 1 == cases.size()) {
                progress.report("replaying for the original's recipe", q + 1, cases.size(), "cases");
            }
        }
        return CatBoostRanker.load(
                RankerTrainer.fit(set, workFolder, settings, progress).model());
    }

    private static void append(RecipeCandidates candidates, int target, int number, long seed, TrainingSet set) {
        long threshold = (long) (Math.min(1, (double) NEGATIVES / candidates.size()) * Long.MAX_VALUE);
        for (int c = 0; c < candidates.size(); c++) {
            int item = candidates.item(c);
            if (item == target || (Cases.mix(seed, number, item) & Long.MAX_VALUE) <= threshold) {
                set.append(candidates.row(c), 0, item == target ? 1 : 0, number);
            }
        }
    }

    @Override
    public String name() {
        return "original_recipe";
    }

    @Override
    public int rank(SessionState session, int[] into) {
        candidates.of(session);
        float[][] rows = new float[candidates.size()][];
        Arrays.setAll(rows, candidates::row);
        double[] scores = ranker.score(rows);
        int[] order = IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.comparing((Integer c) -> -(float) scores[c]).thenComparing(candidates::item))
                .mapToInt(Integer::intValue)
                .toArray();
        int n = Math.min(order.length, into.length);
        for (int c = 0; c < n; c++) {
            into[c] = candidates.item(order[c]);
        }
        return popular.refill(into, n);
    }
}
