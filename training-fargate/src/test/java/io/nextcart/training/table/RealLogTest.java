package io.nextcart.training.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.nextcart.data.Progress;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.training.als.ImplicitAls;
import io.nextcart.training.als.Interactions;
import io.nextcart.training.sql.DuckDbEngine;
import io.nextcart.training.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Claims that hold only on real sessions. */
final class RealLogTest {
    private static final long HOLDOUT_MS = 7 * 86_400_000L;
    private static final int CASES = 1000;

    @TempDir
    Path folder;

    @Tag("long")
    @Test
    void theRealLogBecomesTablesWhoseFactorsFindTheLastItemOfUnseenSessions() throws IOException {
        Path events = RealLog.path();
        try (SqlEngine sql = new DuckDbEngine(folder.resolve("work"), 2, 1L << 30)) {
            LogLoader loader = new LogLoader(sql);
            RealLog.read(events, 1, loader::accept);
            LogDatabase log = loader.load();
            // One shopper of this log is one session.
            assertThat(log.sessions(0, Long.MAX_VALUE).sessions()).isEqualTo(log.userCount());
            long split = log.lastMs() - HOLDOUT_MS;

            long before = new TableBuilder(log, Progress.NONE).build(folder, split);
            ItemTable items = ItemTable.open(folder.resolve("items.tbl"));
            NeighborTable covisit = NeighborTable.open(folder.resolve("covisit.tbl"), items.size());
            assertThat(before).isBetween(1L, log.eventCount() - 1);
            assertThat(covisit.to(items.size() - 1)).isPositive();

            ImplicitAls.Settings settings = ImplicitAls.Settings.standard(1, 2);
            int[] known = KnownItems.indices(log.itemIds(), items);
            Interactions seen = Interactions.ofSessions(log.sessions(0, split), split, known, items.size(), 100);
            ImplicitAls.Vectors met = new ImplicitAls(settings).fit(seen, Progress.NONE);
            FactorTable.write(
                    folder.resolve("factors.tbl"), met.items(), met.values(), settings.factors(), items.size());
            FactorTable factors = FactorTable.open(folder.resolve("factors.tbl"), items.size());
            assertThat(hitRate(log.sessions(split, Long.MAX_VALUE), known, factors))
                    .isGreaterThan(0.55);
        }
    }

    /** The share of sessions whose last item is among the 20 nearest to the items before it. */
    private static double hitRate(SessionLog sessions, int[] known, FactorTable factors) {
        float[][] rows = new float[factors.size()][factors.factors()];
        for (int item = 0; item < rows.length; item++) {
            factors.copy(item, rows[item]);
        }
        int hits = 0;
        int cases = 0;
        for (int session = 0; session < sessions.sessions() && cases < CASES; session++) {
            int from = sessions.sessionOffsets()[session];
            int last = sessions.sessionOffsets()[session + 1] - 1;
            int lastItem = known[sessions.item()[last]];
            if (last == from || lastItem < 0) {
                continue;
            }
            float[] vector = new float[factors.factors()];
            float weight = 1;
            for (int event = last - 1; event >= from; event--) {
                int item = known[sessions.item()[event]];
                if (item >= 0) {
                    factors.add(item, weight, vector);
                }
                weight *= 0.7f;
            }
            float target = dot(rows[lastItem], vector);
            int nearer = 0;
            for (int item = 0; item < rows.length && nearer < 20; item++) {
                nearer += dot(rows[item], vector) > target ? 1 : 0;
            }
            hits += nearer < 20 ? 1 : 0;
            cases++;
        }
        return hits / (double) cases;
    }

    private static float dot(float[] row, float[] vector) {
        float sum = 0;
        for (int f = 0; f < row.length; f++) {
            sum += row[f] * vector[f];
        }
        return sum;
    }
}
