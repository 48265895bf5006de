package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.stage.Background;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** The checks that run in every training; docs/gate.md explains each. */
public final class Checks {
    private static final int SERVED_CASES = 200;
    private static final int HOLDOUT_CASES = 2_000;

    private final BiFunction<Tables, Cases, TrainingSet> examples;
    private final HistoryReplay replay;
    private final ServingCheck serving;
    private final long seed;
    private final int threads;
    private final Path work;

    /**
     * @param examples makes rows of cases from tables; a row's group is the index of its case
     * @param itemIds by dense index
     * @param work an existing folder for temporary files
     */
    public Checks(
            BiFunction<Tables, Cases, TrainingSet> examples,
            HistoryReplay replay,
            String[] itemIds,
            long seed,
            int threads,
            Path work) {
        this.examples = requireNonNull(examples, "examples is null");
        this.replay = requireNonNull(replay, "replay is null");
        this.serving = new ServingCheck(replay.log(), itemIds);
        this.seed = seed;
        this.threads = threads;
        this.work = requireNonNull(work, "work is null");
    }

    /** Tables, cases answered with them, and the resulting rows. */
    public record Asked(Tables tables, Cases cases, TrainingSet rows) {}

    /**
     * Checks what a model is about to learn from.
     *
     * @param training all training examples
     * @param judged the tables that the holdout is judged with
     * @param holdout all cases of the holdout
     * @param stage receives rows and memory of the fit
     * @throws SkewException when serving computes different vectors
     * @throws IOException when the store or the disk fails
     */
    public CheckReport run(
            Asked training,
            Tables judged,
            Cases holdout,
            ObjectSource store,
            Optional<Current> current,
            Stages.Stage stage)
            throws IOException {
        Cases sample = sample(holdout, HOLDOUT_CASES);
        Asked unseen = new Asked(judged, sample, examples.apply(judged, sample));
        try (Background<Integer> compared = Background.start(
                "serving check", () -> serving.run(training, SERVED_CASES) + serving.run(unseen, SERVED_CASES))) {
            ShuffledAnswers shuffled =
                    ShuffledAnswers.run(examples, training.tables(), replay, training.cases(), seed, threads, work);
            stage.addProcess(shuffled.cpuSeconds(), shuffled.peakRssMb());
            stage.addRows(training.rows().rows() + (long) unseen.rows().rows());
            return new CheckReport(
                    CaseAuc.ofFeatures(training.rows()),
                    CaseAuc.ofFeatures(unseen.rows()),
                    shuffled,
                    FeatureDrift.histograms(training.rows()),
                    FeatureDrift.since(store, current, training.rows()),
                    compared.result());
        }
    }

    /** At most {@code most} cases, spread evenly over all, and so over time. */
    static Cases sample(Cases cases, int most) {
        int[] chosen = spread(cases.size(), most);
        return new Cases(
                Arrays.stream(chosen).map(c -> cases.session()[c]).toArray(),
                Arrays.stream(chosen).map(c -> cases.position()[c]).toArray(),
                Arrays.stream(chosen).mapToObj(c -> cases.relevant()[c]).toArray(int[][]::new),
                Arrays.stream(chosen).mapToDouble(c -> cases.weight()[c]).toArray());
    }

    /** At most {@code most} of the numbers below {@code size}, ascending and evenly spread. */
    static int[] spread(int size, int most) {
        int chosen = Math.min(most, size);
        return IntStream.range(0, chosen)
                .map(i -> (int) ((long) i * size / chosen))
                .toArray();
    }

    record Rows(int from, int to) {}

    /** The rows of each case, in order. */
    static List<Rows> byCase(TrainingSet set) {
        List<Rows> cases = new ArrayList<>();
        int from = 0;
        for (int row = 1; row <= set.rows(); row++) {
            if (row == set.rows() || set.group(row) != set.group(from)) {
                cases.add(new Rows(from, row));
                from = row;
            }
        }
        return cases;
    }

    static float[] vector(TrainingSet set, int row) {
        float[] vector = new float[set.featureNames().size()];
        for (int f = 0; f < vector.length; f++) {
            vector[f] = set.feature(row, f);
        }
        return vector;
    }
}
