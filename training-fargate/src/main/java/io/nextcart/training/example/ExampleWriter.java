package io.nextcart.training.example;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.source.Candidates;
import io.nextcart.training.fit.TrainingSet;

/**
 * Turns questions into training rows by the scoring path of serving: the candidates and vectors of each question,
 * labelled 1 for the item that came next. Questions whose answer no source named teach nothing and are counted only.
 * Negatives are sampled by a hash.
 */
public final class ExampleWriter {
    private static final long PROGRESS_EVERY = 500;

    private final Workspace workspace;
    private final HistoryReplay replay;
    private final int negativesPerQuestion;
    private final long seed;

    /**
     * @param workspace over tables of the past only
     * @param negativesPerQuestion most rows with label 0 per question
     */
    public ExampleWriter(Workspace workspace, HistoryReplay replay, int negativesPerQuestion, long seed) {
        this.workspace = requireNonNull(workspace, "workspace is null");
        this.replay = requireNonNull(replay, "replay is null");
        this.negativesPerQuestion = negativesPerQuestion;
        this.seed = seed;
    }

    /**
     * Appends the rows of all questions.
     *
     * @return how many questions had their answer among the candidates
     */
    public int write(Questions questions, TrainingSet set, Progress progress) {
        int found = 0;
        for (int q = 0; q < questions.size(); q++) {
            int session = questions.session()[q];
            replay.fill(workspace.session(), session, questions.position()[q], isTimeless(session));
            workspace.compute();
            if (writeOne(q, questions.target()[q], set)) {
                found++;
            }
            if ((q + 1) % PROGRESS_EVERY == 0 || q + 1 == questions.size()) {
                progress.report("replaying sessions", q + 1, questions.size(), "questions");
            }
        }
        return found;
    }

    /** Every other session is replayed without times, so that the ranker knows shops that send none. */
    public static boolean isTimeless(int session) {
        return (session & 1) == 1;
    }

    private boolean writeOne(int question, int target, TrainingSet set) {
        Candidates candidates = workspace.candidates();
        int positive = -1;
        for (int c = 0; c < candidates.size(); c++) {
            positive = candidates.item(c) == target ? c : positive;
        }
        if (positive < 0) {
            return false;
        }
        float[][] rows = workspace.rows();
        long threshold = candidates.size() - 1 <= negativesPerQuestion
                ? Long.MAX_VALUE
                : (long) ((double) negativesPerQuestion / (candidates.size() - 1) * Long.MAX_VALUE);
        for (int c = 0; c < candidates.size(); c++) {
            long hash = Questions.mix(seed, question, candidates.item(c)) & Long.MAX_VALUE;
            if (c == positive || hash <= threshold) {
                set.append(rows[c], 0, c == positive ? 1 : 0, question);
            }
        }
        return true;
    }
}
