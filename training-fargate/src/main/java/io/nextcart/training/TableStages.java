package io.nextcart.training;

import io.nextcart.data.Progress;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.stage.Stages;
import io.nextcart.training.table.LogDatabase;
import io.nextcart.training.table.SessionLog;
import io.nextcart.training.table.TableBuilder;
import io.nextcart.training.table.TableStats;
import java.io.IOException;
import java.nio.file.Path;

/** Builds all tables of one folder from the log before a time: SQL for counts and co-occurrence, ALS for factors. */
record TableStages(LogDatabase log, SessionLog sessions, RetrainSettings settings, Stages stages, Progress progress) {

    /**
     * @param endMs nothing at or after this time counts, milliseconds since the epoch
     */
    void build(String name, Path folder, long endMs) throws IOException {
        stages.run(name, stage -> {
            TableStats stats = new TableBuilder(log, progress).build(folder, endMs);
            stage.addRows(stats.events());
            FactorTable.write(folder.resolve(Tables.FACTORS), new float[2 * log.itemIds().length], 2);
            return stats;
        });
    }
}
