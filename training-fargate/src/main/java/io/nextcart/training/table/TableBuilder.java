package io.nextcart.training.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Builds the tables that candidate sources read. They know events and catalogue rows older than their end time and nothing
 * else; only the lists of ids are shared by all tables of a log.
 */
public final class TableBuilder {
    /** Of a session only its last events make pairs: longer ones are robots more often than shoppers. */
    public static final int LONGEST_SESSION = 100;

    private static final int STEPS = 6;

    private final LogDatabase log;
    private final Progress progress;

    public TableBuilder(LogDatabase log, Progress progress) {
        this.log = requireNonNull(log, "log is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * Writes {@code items.tbl}, {@code categories.tbl}, {@code popular.tbl}, {@code covisit.tbl}, {@code cocart.tbl} and
     * {@code copurchase.tbl}.
     *
     * @param folder where to write; created when missing
     * @param endMs nothing at or after this time counts, milliseconds since the epoch
     * @return how many events count
     */
    public long build(Path folder, long endMs) throws IOException {
        Files.createDirectories(folder);
        SqlEngine sql = log.sql();
        int items = log.itemIds().length;
        done(0);
        ItemCounts counts = ItemCounts.read(sql, endMs, items);
        int[] category = writeItems(folder.resolve("items.tbl"), counts, endMs);
        CategoryTable.write(folder.resolve("categories.tbl"), log.categoryIds(), log.categoryParents());
        done(1);
        writePopular(folder.resolve("popular.tbl"), counts, category);
        done(2);
        sql.run("window", Map.of("end_ms", endMs, "longest", LONGEST_SESSION));
        done(3);
        NeighborLists neighbors = new NeighborLists(sql, items);
        neighbors.write(folder.resolve("covisit.tbl"), "covisit_pairs", counts.events(), counts.events());
        done(4);
        neighbors.write(folder.resolve("cocart.tbl"), "cocart_pairs", counts.events(), counts.carts());
        done(5);
        neighbors.write(folder.resolve("copurchase.tbl"), "copurchase_pairs", counts.purchases(), counts.purchases());
        done(STEPS);
        return Arrays.stream(counts.events()).asLongStream().sum();
    }

    private int[] writeItems(Path file, ItemCounts counts, long endMs) throws IOException {
        String[] ids = log.itemIds();
        int[] category = new int[ids.length];
        int[] available = new int[ids.length];
        float[] price = new float[ids.length];
        Arrays.fill(category, ItemTable.NO_CATEGORY);
        Arrays.fill(available, ItemTable.AVAILABILITY_UNKNOWN);
        Arrays.fill(price, Float.NaN);
        Columns catalogue = log.sql().read("catalogue", Map.of("end_ms", endMs));
        int[] item = catalogue.ints("item");
        int[] kind = catalogue.ints("kind");
        double[] value = catalogue.doubles("value");
        for (int row = 0; row < item.length; row++) {
            switch (kind[row]) {
                case CatalogueLog.CATEGORY -> category[item[row]] = (int) value[row];
                case CatalogueLog.AVAILABLE -> available[item[row]] = (int) value[row];
                default -> price[item[row]] = (float) value[row];
            }
        }
        float[] recent = new float[ids.length];
        float[] trend = new float[ids.length];
        for (int i = 0; i < ids.length; i++) {
            recent[i] = counts.recent(i);
            trend[i] = counts.trend(i);
        }
        ItemTable.write(
                file,
                new ItemTable.Columns(
                        ids,
                        category,
                        price,
                        available,
                        counts.views(),
                        counts.carts(),
                        counts.purchases(),
                        recent,
                        trend));
        return category;
    }

    private void writePopular(Path file, ItemCounts counts, int[] category) throws IOException {
        float[] demand = new float[category.length];
        float[] trend = new float[category.length];
        for (int i = 0; i < category.length; i++) {
            demand[i] = counts.demand(i);
            trend[i] = counts.trend(i);
        }
        PopularTable.write(
                file,
                PopularLists.rank(demand, counts.events(), category, log.categoryParents()),
                PopularLists.rank(trend, counts.events(), category, log.categoryParents()));
    }

    private void done(int steps) {
        progress.report("build tables", steps, STEPS, "tables");
    }
}
