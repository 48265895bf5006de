package io.nextcart.training.table;

import io.nextcart.engine.table.PopularTable;
import io.nextcart.training.sql.Column;
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
     * @param category by item, −1 for none
     */
    static PopularTable.Lists rank(float[] scores, int[] events, int[] category, CategoryTree tree) {
        int[] ranking = IntStream.range(0, scores.length)
                .filter(item -> events[item] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(item -> -scores[item])
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        Column.Ints[] rows = new Column.Ints[tree.size() + 1];
        Arrays.setAll(rows, row -> new Column.Ints("item"));
        for (int item : ranking) {
            add(rows[0], item, MOST_IN_SHOP);
            int at = category[item];
            // As many steps as there are categories: a cycle in the tree must not keep us.
            for (int steps = tree.size(); at >= 0 && steps > 0; steps--) {
                add(rows[at + 1], item, MOST_IN_CATEGORY);
                at = tree.parents()[at];
            }
        }
        return flatten(rows, scores);
    }

    private static void add(Column.Ints row, int item, int most) {
        // An item comes once even where a cycle leads past a category again.
        if (row.size() < most && (row.size() == 0 || row.get(row.size() - 1) != item)) {
            row.add(item);
        }
    }

    private static PopularTable.Lists flatten(Column.Ints[] rows, float[] scores) {
        int[] offsets = new int[rows.length + 1];
        for (int row = 0; row < rows.length; row++) {
            offsets[row + 1] = offsets[row] + rows[row].size();
        }
        int[] items = new int[offsets[rows.length]];
        float[] itemScores = new float[items.length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row].toArray(), 0, items, offsets[row], rows[row].size());
        }
        for (int i = 0; i < items.length; i++) {
            itemScores[i] = scores[items[i]];
        }
        return new PopularTable.Lists(offsets, items, itemScores);
    }
}
