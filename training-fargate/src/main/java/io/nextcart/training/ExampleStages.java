package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.check.Examples;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.Questions;
import io.nextcart.training.fit.SavedExamples;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.stage.Checkpoints;
import io.nextcart.training.stage.Stages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Replays sessions into examples for the ranker, and checks them. */
record ExampleStages(TrainingLog log, RetrainSettings settings, Stages stages, Progress progress) {
    private static final int MOST_TRAIN_QUESTIONS = 30_000;
    private static final int MOST_HOLDOUT_QUESTIONS = 20_000;
    private static final int NEGATIVES = 20;
    private static final String EXAMPLES = "examples.bin";

    /**
     * The examples of the window before the holdout.
     *
     * @param past tables that end where the window starts
     */
    Checks.Asked replay(Tables past, Checkpoints steps) throws IOException {
        Questions questions = questions(log.windows().trainFrom(), log.windows().holdoutFrom(), MOST_TRAIN_QUESTIONS);
        TrainingSet rows = steps.result(
                "examples",
                folder -> stages.run("replay sessions", stage -> {
                    TrainingSet set = examples(past, questions, progress);
                    stage.addRows(set.rows());
                    if (steps.kept()) {
                        SavedExamples.write(set, folder.resolve(EXAMPLES));
                    }
                    return set;
                }),
                folder -> SavedExamples.read(folder.resolve(EXAMPLES)));
        return new Checks.Asked(past, questions, rows);
    }

    /**
     * Looks for leaks, skew and drift.
     *
     * @param judge tables that end where the holdout starts
     * @param champion what serves, in the store
     * @param work an existing folder for temporary files
     */
    CheckReport check(Checks.Asked training, Tables judge, ObjectStore store, Optional<Current> champion, Path work)
            throws IOException {
        Questions holdout = questions(log.windows().holdoutFrom(), log.windows().sessions(), MOST_HOLDOUT_QUESTIONS);
        Examples examples = (tables, questions) -> examples(tables, questions, Progress.NONE);
        Checks checks =
                new Checks(examples, log.replay(), log.log().itemIds(), settings.seed(), settings.threads(), work);
        return stages.run("check", stage -> checks.run(training, judge, holdout, store, champion, stage));
    }

    private Questions questions(int fromSession, int toSession, int most) {
        return Questions.of(log.replay().log(), fromSession, toSession, log.objective(), most, settings.seed());
    }

    private TrainingSet examples(Tables tables, Questions questions, Progress told) {
        Workspace workspace = new Workspace(tables);
        TrainingSet set = new TrainingSet(FeatureExtractor.NAMES);
        new ExampleWriter(workspace, log.replay(), NEGATIVES, settings.seed()).write(questions, set, told);
        return set;
    }
}
