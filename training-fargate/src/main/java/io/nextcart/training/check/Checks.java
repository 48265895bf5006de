package io.nextcart.training.check;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectSource;
import io.nextcart.store.document.Current;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BiFunction;

/** The checks that run in every training. docs/gate.md says what each is for. */
public final class Checks {
    private static final int SERVED_QUESTIONS = 200;
    private static final int HOLDOUT_QUESTIONS = 2_000;

    private final BiFunction<Tables, Cases, TrainingSet> examples;
    private final HistoryReplay replay;
    private final ServingCheck serving;
    private final long seed;
    private final int threads;
    private final Path work;

    /**
     * @param examples makes rows of questions, whose group is the question's index, from tables
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

    /** Tables, questions asked of them, and the rows that came of it. */
    public record Asked(Tables tables, Cases questions, TrainingSet rows) {}

    /**
     * Checks what a model is about to learn from.
     *
     * @param training all of it
     * @param judged the tables that the holdout is judged with
     * @param holdout all questions of the holdout
     * @param stage takes rows and the memory of the fit
     * @throws SkewException when serving computes other vectors
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
        int compared = serving.run(training.tables(), training.questions(), training.rows(), SERVED_QUESTIONS);
        Cases sample = sample(holdout, HOLDOUT_QUESTIONS);
        TrainingSet unseen = examples.apply(judged, sample);
        compared += serving.run(judged, sample, unseen, SERVED_QUESTIONS);
        ShuffledAnswers shuffled =
                ShuffledAnswers.run(examples, training.tables(), replay, training.questions(), seed, threads, work);
        stage.addProcess(shuffled.cpuSeconds(), shuffled.peakRssMb());
        stage.addRows(training.rows().rows() + (long) unseen.rows());
        return new CheckReport(
                training.rows().featureNames(),
                QuestionAuc.ofFeatures(training.rows()),
                QuestionAuc.ofFeatures(unseen),
                shuffled,
                FeatureDrift.histograms(training.rows()),
                FeatureDrift.since(store, current, training.rows()),
                compared);
    }

    /** At most so many of the questions, spread evenly over all of them, that is over time. */
    static Cases sample(Cases questions, int most) {
        int size = Math.min(most, questions.size());
        Cases sample = new Cases(new int[size], new int[size], new int[size]);
        for (int i = 0; i < size; i++) {
            int q = (int) ((long) i * questions.size() / size);
            sample.session()[i] = questions.session()[q];
            sample.position()[i] = questions.position()[q];
            sample.target()[i] = questions.target()[q];
        }
        return sample;
    }
}
