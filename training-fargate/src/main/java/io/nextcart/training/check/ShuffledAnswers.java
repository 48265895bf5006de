package io.nextcart.training.check;

import io.nextcart.data.Progress;
import io.nextcart.engine.rank.CatBoostRanker;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.example.TableReplay;
import io.nextcart.training.fit.FitSettings;
import io.nextcart.training.fit.Fitted;
import io.nextcart.training.fit.RankerTrainer;
import io.nextcart.training.fit.TrainingSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Runs the whole path from cases to a model with randomly drawn answers: nothing is left to learn, so a small fit on
 * half of the cases must score like chance on the other half. Answers are drawn before vectors are made, not labels
 * after: so a vector that leaks its label leaks the drawn one, and shows.
 *
 * @param auc on the held-out half
 * @param cpuSeconds processor time of the fit
 * @param peakRssMb peak memory of the fit, MiB
 */
record ShuffledAnswers(CaseAuc auc, double cpuSeconds, long peakRssMb) {
    private static final int CASES = 1_000;
    private static final int TREES = 20;
    private static final int DEPTH = 4;
    private static final double LEARNING_RATE = 0.3;
    /** Half the width of the chance band, in standard errors: one honest training in 16,000 lies outside. */
    private static final double ERRORS = 4;

    private static final long LOT = 0x5DEECE66DL;

    /**
     * Runs the check.
     *
     * @param work an existing folder; the model's folder is created in it
     */
    static ShuffledAnswers run(
            BiFunction<Tables, Cases, TrainingSet> examples,
            Tables tables,
            HistoryReplay replay,
            Cases cases,
            long seed,
            int threads,
            Path work)
            throws IOException {
        Cases drawn = draw(tables, replay, Checks.sample(cases, CASES), seed);
        return fit(examples.apply(tables, drawn), seed, threads, work);
    }

    /** Fits on every other group and scores the rest. */
    static ShuffledAnswers fit(TrainingSet set, long seed, int threads, Path work) throws IOException {
        TrainingSet seen = half(set, 0);
        TrainingSet unseen = half(set, 1);
        if (seen.positives() == 0 || seen.positives() == seen.rows()) {
            return new ShuffledAnswers(CaseAuc.of(new TrainingSet(set.featureNames()), row -> 0), 0, 0);
        }
        Fitted fitted = RankerTrainer.fit(
                seen,
                Files.createDirectory(work.resolve("shuffled-answers")),
                new FitSettings(TREES, DEPTH, LEARNING_RATE, seed, threads),
                Progress.NONE);
        float[][] vectors = IntStream.range(0, unseen.rows())
                .mapToObj(row -> Checks.vector(unseen, row))
                .toArray(float[][]::new);
        double[] scores = CatBoostRanker.load(fitted.model()).score(vectors);
        return new ShuffledAnswers(CaseAuc.of(unseen, row -> scores[row]), fitted.cpuSeconds(), fitted.peakRssMb());
    }

    /** Half the width of the chance band around 0.5; infinite when nothing was measured. */
    double band() {
        return ERRORS * auc.chanceError();
    }

    /** The alarm, one plain sentence, when the fit beat chance. */
    Optional<String> alarm() {
        return auc.strength() <= band()
                ? Optional.empty()
                : Optional.of(CheckReport.text(
                        "a small fit on random answers tells those of cases it never saw: AUC %.3f, chance is %.3f"
                                + " to %.3f: some feature sees its label",
                        auc.value(), 0.5 - band(), 0.5 + band()));
    }

    /** The same cases, each answered by a random one of its candidates. */
    private static Cases draw(Tables tables, HistoryReplay replay, Cases cases, long seed) {
        Workspace workspace = new Workspace(tables);
        TableReplay known = replay.into(workspace);
        for (int c = 0; c < cases.size(); c++) {
            int session = cases.session()[c];
            int position = cases.position()[c];
            known.fill(session, position, ExampleWriter.isInline(session));
            workspace.compute();
            int candidates = workspace.candidates().size();
            long lot = Cases.mix(seed ^ LOT, session, position);
            int drawn = workspace.candidates().item((int) Long.remainderUnsigned(lot, candidates));
            cases.relevant()[c] = new int[] {known.item(drawn)};
        }
        return cases;
    }

    private static TrainingSet half(TrainingSet set, int parity) {
        TrainingSet half = new TrainingSet(set.featureNames());
        for (int row = 0; row < set.rows(); row++) {
            if ((set.group(row) & 1) == parity) {
                half.append(Checks.vector(set, row), 0, set.label(row), set.group(row));
            }
        }
        return half;
    }
}
