package io.nextcart.training;

import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.feature.FeatureExtractor;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.example.Cases;
import io.nextcart.training.example.ExampleWriter;
import io.nextcart.training.example.HistoryReplay;
import io.nextcart.training.fit.TrainingSet;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.SessionLog;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A synthetic shop as a training sees it before the fit: windows, tables and cases.
 *
 * @param past tables that end where the ranker's window starts
 * @param judged tables that end where the holdout starts
 */
public record ShopTables(
        SessionLog sessions,
        String[] itemIds,
        long holdoutFromMs,
        Tables past,
        Tables judged,
        Cases training,
        Cases holdout) {
    private static final int NEGATIVES = 20;
    private static final long SEED = 42;

    /** Makes one in an empty folder. */
    public static ShopTables make(Path folder, double scale, Objective objective) throws IOException {
        Path shop = folder.resolve("shop");
        SyntheticShop.write(new ShopSpec(scale, SEED), shop, Progress.NONE);
        return of(folder, TrainedShop.inputs(shop), objective);
    }

    /** Makes them of a log, in a folder. */
    public static ShopTables of(Path folder, LogInputs inputs, Objective objective) throws IOException {
        RetrainSettings settings = new RetrainSettings(
                inputs,
                objective,
                SEED,
                RetrainSettings.Target.of(folder.resolve("store").toString()),
                RetrainSettings.Resources.of(2, folder));
        try (DuckDbEngine sql = new DuckDbEngine(folder.resolve("sql"), 2, 1L << 30)) {
            TrainingStages stages = TrainingStages.read(settings, new Stages(Progress.NONE), Progress.NONE, sql);
            TrainingStages.Log log = stages.log();
            SessionLog sessions = log.sessions();
            return new ShopTables(
                    sessions,
                    log.database().itemIds(),
                    log.windows().holdoutFromMs(sessions),
                    stages.past(0, folder.resolve("past")),
                    stages.judged(folder.resolve("judged")),
                    stages.toLearnFrom(0),
                    log.holdout());
        }
    }

    /** Replays the sessions of this shop. */
    public HistoryReplay replay() {
        return new HistoryReplay(sessions, itemIds);
    }

    /** The rows that a model would learn from. */
    public TrainingSet examples(Tables tables, Cases questions) {
        Workspace workspace = new Workspace(tables);
        TrainingSet set = new TrainingSet(FeatureExtractor.NAMES);
        new ExampleWriter(workspace, replay(), NEGATIVES, SEED).write(questions, set, Progress.NONE);
        return set;
    }
}
