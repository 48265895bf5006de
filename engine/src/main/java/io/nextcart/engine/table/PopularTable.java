package io.nextcart.engine.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.format.TableFile;
import io.nextcart.engine.format.TableWriter;
import io.nextcart.store.document.BundleException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;

/**
 * The items most in demand and those with rising demand, for the whole shop and for each category. An item counts for
 * its category and all ancestors.
 */
public final class PopularTable {
    /** The row for the whole shop; other rows have the dense indices of the categories. */
    public static final int SHOP = -1;

    private static final String KIND = "popular";

    private final Rows popular;
    private final Rows trending;

    private PopularTable(Rows popular, Rows trending) {
        this.popular = popular;
        this.trending = trending;
    }

    /**
     * Rows to write: the shop's first, then one per category.
     *
     * @param offsets where each row starts, categories + 2 values, ascending from 0
     * @param items dense item indices
     * @param scores one per item, descending within a row
     */
    public record Lists(int[] offsets, int[] items, float[] scores) {
        public Lists {
            requireNonNull(offsets, "offsets is null");
            TableWriter.checkLength("score", scores.length, items.length);
            TableWriter.checkLength("item", items.length, offsets[offsets.length - 1]);
        }
    }

    /** Ranked lists in compressed rows: score descending, then item index ascending. */
    public static final class Rows {
        private final IntBuffer offsets;
        private final IntBuffer items;
        private final FloatBuffer scores;

        private Rows(TableFile table, String prefix, int categoryCount) throws BundleException {
            offsets = table.ints(prefix + "_offset", categoryCount + 2);
            int count = offsets.get(categoryCount + 1);
            items = table.ints(prefix + "_item", count);
            scores = table.floats(prefix + "_score", count);
        }

        /** Where the row of a category, or of {@link #SHOP}, starts. */
        public int from(int category) {
            return offsets.get(category + 1);
        }

        /** Where that row ends, exclusive. */
        public int to(int category) {
            return offsets.get(category + 2);
        }

        /** The item at a position. */
        public int item(int position) {
            return items.get(position);
        }

        /** The score at a position, positive. */
        public float score(int position) {
            return scores.get(position);
        }
    }

    public static void write(Path file, Lists popular, Lists trending) throws IOException {
        TableWriter.checkLength("trending_offset", trending.offsets.length, popular.offsets.length);
        try (TableWriter writer = new TableWriter(file, KIND)) {
            write(writer, "popular", popular);
            write(writer, "trend", trending);
            writer.commit();
        }
    }

    private static void write(TableWriter writer, String prefix, Lists lists) throws IOException {
        writer.ints(prefix + "_offset", lists.offsets);
        writer.ints(prefix + "_item", lists.items);
        writer.floats(prefix + "_score", lists.scores);
    }

    public static PopularTable open(Path file, int categoryCount) throws BundleException {
        TableFile table = TableFile.open(file, KIND);
        return new PopularTable(new Rows(table, "popular", categoryCount), new Rows(table, "trend", categoryCount));
    }

    /** Items by recent demand; at most 1000 for the shop, 100 for a category. */
    public Rows popular() {
        return popular;
    }

    /** Items by growth of demand; at most 1000 for the shop, 100 for a category. */
    public Rows trending() {
        return trending;
    }
}
