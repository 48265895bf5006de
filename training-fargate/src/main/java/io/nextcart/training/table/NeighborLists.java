package io.nextcart.training.table;

import io.nextcart.engine.table.NeighborTable;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import it.unimi.dsi.fastutil.doubles.DoubleArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Turns weighted pairs into each item's strongest neighbours. */
final class NeighborLists {
    static final int MOST = 50;
    private static final double SOURCE_POWER = 0.7;
    private static final double TARGET_POWER = 0.3;

    private final SqlEngine sql;
    private final int[] items;
    private final int[] index;

    /**
     * @param items the indices in the log of the items in the tables, ascending; every item with a pair is one
     * @param all number of items in the log
     */
    NeighborLists(SqlEngine sql, int[] items, int all) {
        this.sql = sql;
        this.items = items;
        this.index = LogLoader.ranks(items, all);
    }

    /**
     * Writes the neighbours from the table {@code pair}, with scores weight / (source^0.7 · target^0.3).
     *
     * @param script fills {@code pair}
     * @param source popularity of each item of the tables as a source; below 1 counts as 1
     * @param target popularity of each item of the tables as a target; below 1 counts as 1
     */
    void write(Path file, String script, int[] source, int[] target) throws IOException {
        sql.put("norm", norms(source, target));
        sql.run(script, Map.of());
        Columns rows = sql.read("top_neighbors", Map.of("most", MOST));
        int[] from = rows.ints("source");
        int[] offsets = new int[items.length + 1];
        for (int i = 0; i < from.length; i++) {
            if (i > 0 && from[i] < from[i - 1]) {
                throw new IllegalStateException(file + ": the SQL engine yields source " + from[i] + " after "
                        + from[i - 1] + ", expected ascending sources");
            }
            offsets[index[from[i]] + 1]++;
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
        int[] targets = rows.ints("target");
        for (int i = 0; i < targets.length; i++) {
            targets[i] = index[targets[i]];
        }
        NeighborTable.write(file, offsets, targets, rows.floats("score"));
    }

    /** Powers are computed here, by StrictMath, because SQL engines differ in their last bit. */
    private Columns norms(int[] source, int[] target) {
        IntArrayList item = new IntArrayList();
        DoubleArrayList asSource = new DoubleArrayList();
        DoubleArrayList asTarget = new DoubleArrayList();
        for (int i = 0; i < source.length; i++) {
            item.add(items[i]);
            asSource.add(StrictMath.pow(Math.max(1, source[i]), SOURCE_POWER));
            asTarget.add(StrictMath.pow(Math.max(1, target[i]), TARGET_POWER));
        }
        return new Columns().with("item", item).with("as_source", asSource).with("as_target", asTarget);
    }
}
