package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.ObjectStore;
import io.nextcart.store.document.Current;
import io.nextcart.training.check.CheckReport;
import io.nextcart.training.check.Checks;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.fit.TrainingSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Replays sessions into examples for the ranker, and checks them. */
record ExampleStages(TrainingLog log, Run run) {
    private static final int MOST_TRAIN_QUESTIONS = 30_000;
    private static final int MOST_HOLDOUT_QUESTIONS = 20_000;
    private static final int NEGATIVES = 20;

    /**
     * The examples of the window before the holdout.
     *
     * @param past tables that end where the window starts
     */
    Checks.Asked replay(Tables past) {
        Cases questions = questions(log.windows().trainFrom(), log.windows().holdoutFrom(), MOST_TRAIN_QUESTIONS);
        return run.stages().run("replay sessions", stage -> {
            TrainingSet rows = examples(past, questions, run.progress());
            stage.addRows(rows.rows());
            return new Checks.Asked(past, questions, rows);
        });
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
        Cases holdout = questions(log.windows().holdoutFrom(), log.windows().sessions(), MOST_HOLDOUT_QUESTIONS);
        Checks checks = new Checks(
                (tables, questions) -> examples(tables, questions, Progress.NONE),
                log.replay(),
                log.log().itemIds(),
                run.seed(),
                run.threads(),
                work);
        return run.stages().run("check", stage -> checks.run(training, judge, holdout, store, champion, stage));
    }

    private Cases questions(int fromSession, int toSession, int most) {
        return Cases.of(log.replay().log(), fromSession, toSession, log.objective(), most, run.seed());
    }

    private TrainingSet examples(Tables tables, Cases questions, Progress progress) {
        Workspace workspace = new Workspace(tables);
        TrainingSet set = new TrainingSet(FeatureExtractor.NAMES);
        new ExampleWriter(workspace, log.replay(), NEGATIVES, run.seed()).write(questions, set, progress);
        return set;
    }
}
