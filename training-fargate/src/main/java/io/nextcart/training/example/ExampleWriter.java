package io.nextcart.training.example;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.source.Candidates;
import io.nextcart.training.fit.TrainingSet;
import java.util.Arrays;

/**
 * Turns cases into training rows through the scoring path of serving: the candidates and vectors of each case, labelled
 * 1 for each relevant item. A case without a relevant candidate teaches nothing and adds no rows. Negatives are sampled
 * by a hash.
 */
public final class ExampleWriter {
    private static final long PROGRESS_EVERY = 500;

    private final Workspace workspace;
    private final TableReplay replay;
    private final int negativesPerCase;
    private final long seed;

    /**
     * @param workspace over tables of the past only
     * @param negativesPerCase maximum number of rows with label 0 per case
     */
    public ExampleWriter(Workspace workspace, HistoryReplay replay, int negativesPerCase, long seed) {
        this.workspace = requireNonNull(workspace, "workspace is null");
        this.replay = requireNonNull(replay, "replay is null").into(workspace);
        this.negativesPerCase = negativesPerCase;
        this.seed = seed;
    }

    /**
     * Appends the rows of all cases.
     *
     * @return number of cases with a relevant item among the candidates
     */
    public int write(Cases cases, TrainingSet set, Progress progress) {
        int found = 0;
        for (int c = 0; c < cases.size(); c++) {
            int session = cases.session()[c];
            replay.fill(session, cases.position()[c], isInline(session));
            workspace.compute();
            found += writeOne(c, replay.numbers(cases.relevant()[c]), set) ? 1 : 0;
            if ((c + 1) % PROGRESS_EVERY == 0 || c + 1 == cases.size()) {
                progress.report("replaying sessions", c + 1, cases.size(), "cases");
            }
        }
        return found;
    }

    /**
     * Every other session is replayed as an inline one, so that the ranker also learns from shops that send views only.
     */
    public static boolean isInline(int session) {
        return (session & 1) == 1;
    }

    private boolean writeOne(int number, int[] relevant, TrainingSet set) {
        Candidates candidates = workspace.candidates();
        boolean[] positive = new boolean[candidates.size()];
        int positives = 0;
        for (int c = 0; c < candidates.size(); c++) {
            int item = candidates.item(c);
            positive[c] = Arrays.stream(relevant).anyMatch(one -> one == item);
            positives += positive[c] ? 1 : 0;
        }
        if (positives == 0) {
            return false;
        }
        float[][] rows = workspace.rows();
        double share = Math.min(1, (double) negativesPerCase / Math.max(1, candidates.size() - positives));
        long threshold = (long) (share * Long.MAX_VALUE);
        for (int c = 0; c < candidates.size(); c++) {
            long hash = Cases.mix(seed, number, candidates.item(c)) & Long.MAX_VALUE;
            if (positive[c] || hash <= threshold) {
                set.append(rows[c], 0, positive[c] ? 1 : 0, number);
            }
        }
        return true;
    }
}
