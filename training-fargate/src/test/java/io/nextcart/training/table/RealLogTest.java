package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RealLogTest {
    @TempDir
    Path folder;

    @Test
    void theRealLogBecomesTables() throws IOException {
        Path events = RealLog.path();
        int copies = Integer.getInteger("nextcart.copies", 1);
        long start = System.nanoTime();
        try (SqlEngine sql = new DuckDbEngine(folder.resolve("work"), 2, 2L << 30)) {
            LogDatabase log = new LogDatabase(sql, "790");
            RealLog.read(events, copies, log::accept);
            start = lap("read", start);
            log.seal();
            start = lap("seal", start);
            SessionLog sessions = log.sessions(0, Long.MAX_VALUE);
            start = lap("sessions " + sessions.sessions(), start);
            long[] at = {start};
            Progress progress = (stage, done, total, unit) -> at[0] = lap(stage + " " + done, at[0]);
            TableStats stats = new TableBuilder(log, progress).build(folder, log.lastMs() + 1);
            start = lap("tables " + stats, start);
            assertThat(stats.events()).isEqualTo(log.eventCount());
            assertThat(sessions.events()).isEqualTo((int) log.eventCount());
            // One shopper of this log is one session.
            assertThat(sessions.sessions()).isEqualTo(log.userCount());
            ItemTable items = ItemTable.open(folder.resolve("items.tbl"));
            NeighborTable covisit = NeighborTable.open(folder.resolve("covisit.tbl"), items.size());
            assertThat(covisit.to(0)).isPositive();
        }
    }

    private static long lap(String what, long start) {
        long now = System.nanoTime();
        System.out.printf("%-12s %6d ms%n", what, (now - start) / 1_000_000);
        return now;
    }
}
