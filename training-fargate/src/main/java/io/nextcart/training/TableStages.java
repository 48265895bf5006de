package io.nextcart.training;

import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.training.als.ImplicitAls;
import io.nextcart.training.als.Interactions;
import io.nextcart.training.table.KnownItems;
import io.nextcart.training.table.TableBuilder;
import java.io.IOException;
import java.nio.file.Path;

/** Builds all tables of one folder from the log before a time: SQL for counts and co-occurrence, ALS for factors. */
record TableStages(TrainingLog log, Run run) {
    /**
     * @param folder created when missing
     * @param endMs nothing at or after this time counts, milliseconds since the epoch
     * @return the folder
     */
    Path build(String name, Path folder, long endMs) throws IOException {
        run.stages().run(name, stage -> {
            stage.addRows(new TableBuilder(log.log(), run.progress())
                    .build(folder, endMs)
                    .events());
            return folder;
        });
        return run.stages().run("factors", stage -> {
            ItemTable items = ItemTable.open(folder.resolve(Tables.ITEMS));
            Interactions interactions = Interactions.ofSessions(
                    log.sessions().before(endMs),
                    KnownItems.indices(log.log().itemIds(), items),
                    items.size(),
                    TableBuilder.LONGEST_SESSION);
            ImplicitAls.Settings als = ImplicitAls.Settings.standard(run.seed(), run.threads());
            float[] factors = new ImplicitAls(als).fit(interactions, run.progress());
            FactorTable.write(folder.resolve(Tables.FACTORS), factors, als.factors());
            stage.addRows(interactions.rows());
            return folder;
        });
    }
}
