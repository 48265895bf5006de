package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.als.ImplicitAls;
import io.nextcart.training.als.Interactions;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import io.nextcart.training.table.TableBuilder;
import io.nextcart.training.table.TableStats;
import java.io.IOException;
import java.nio.file.Path;

/** Builds all tables of one folder from the log before a time: SQL for counts and co-occurrence, ALS for factors. */
record TableStages(LogDatabase log, SessionLog sessions, RetrainSettings settings, Stages stages, Progress progress) {
    private static final int LONGEST_SESSION = 100;

    /**
     * @param endMs nothing at or after this time counts, milliseconds since the epoch
     */
    void build(String name, Path folder, long endMs) throws IOException {
        stages.run(name, stage -> {
            TableStats stats = new TableBuilder(log, progress).build(folder, endMs);
            stage.addRows(stats.events());
            return stats;
        });
        stages.run("factors", stage -> {
            Interactions interactions =
                    Interactions.ofSessions(sessions.before(endMs), log.itemIds().length, LONGEST_SESSION);
            ImplicitAls.Settings als = ImplicitAls.Settings.standard(settings.seed(), settings.threads());
            float[] factors = new ImplicitAls(als).fit(interactions, progress);
            FactorTable.write(folder.resolve(Tables.FACTORS), factors, als.factors());
            stage.addRows(interactions.rows());
            return stage;
        });
    }
}
