package io.nextcart.training.table;

import io.nextcart.engine.table.PopularTable;
import it.unimi.dsi.fastutil.floats.FloatArrayList;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Ranks items for the shop and, in one pass over that ranking, for every category that contains them. */
final class PopularLists {
    static final int MOST_IN_SHOP = 1000;
    static final int MOST_IN_CATEGORY = 100;

    private PopularLists() {}

    /**
     * @param scores by item
     * @param events by item; items without events are left out
     * @param categories by item
     * @param parents by category, −1 for none
     */
    static PopularTable.Lists rank(float[] scores, int[] events, int[][] categories, int[] parents) {
        int[] ranking = IntStream.range(0, scores.length)
                .filter(item -> events[item] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        IntArrayList[] rows = new IntArrayList[parents.length + 1];
        Arrays.setAll(rows, row -> new IntArrayList());
        for (int item : ranking) {
            add(rows[0], item, MOST_IN_SHOP);
            for (int own : categories[item]) {
                int at = own;
                // At most as many steps as there are categories, so that a cycle in the tree ends.
                for (int steps = parents.length; at >= 0 && steps > 0; steps--) {
                    add(rows[at + 1], item, MOST_IN_CATEGORY);
                    at = parents[at];
                }
            }
        }
        return flatten(rows, scores);
    }

    private static void add(IntArrayList row, int item, int most) {
        // An item appears once, even if a cycle or another of its categories leads to this category again.
        if (row.size() < most && (row.isEmpty() || row.getInt(row.size() - 1) != item)) {
            row.add(item);
        }
    }

    private static PopularTable.Lists flatten(IntArrayList[] rows, float[] scores) {
        int[] offsets = new int[rows.length + 1];
        IntArrayList items = new IntArrayList();
        FloatArrayList itemScores = new FloatArrayList();
        for (int row = 0; row < rows.length; row++) {
            items.addAll(rows[row]);
            rows[row].forEach(item -> itemScores.add(scores[item]));
            offsets[row + 1] = items.size();
        }
        return new PopularTable.Lists(offsets, items.toIntArray(), itemScores.toFloatArray());
    }
}
