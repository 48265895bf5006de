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
import java.util.BitSet;
import java.util.Map;

/**
 * Builds the tables that candidate sources read, from events and catalogue rows before an end time only: not even the
 * ids of later items are in them.
 */
public final class TableBuilder {
    /** Only a session's last events make pairs: longer sessions are more often robots than shoppers. */
    public static final int LONGEST_SESSION = 100;

    /**
     * Maximum number of one shopper's events of one type on one item and day that make pairs: returning to an item
     * shows what goes with it.
     */
    private static final int MOST_OF_A_DAY = 3;

    private static final int STEPS = 6;

    private static final int[] NONE = {};

    private final LogDatabase log;
    private final Progress progress;

    public TableBuilder(LogDatabase log, Progress progress) {
        this.log = requireNonNull(log, "log is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    /**
     * Builds the tables that serve: from all events, and from the newest state of the catalogue, even if that is later
     * than the last event. An export of the catalogue is always of now, and nothing is judged by these tables.
     *
     * @return number of events that count
     */
    public long buildNewest(Path folder) throws IOException {
        return build(folder, log.lastMs() + 1, Long.MAX_VALUE);
    }

    /**
     * Writes {@code items.tbl}, {@code categories.tbl}, {@code popular.tbl}, {@code covisit.tbl}, {@code cocart.tbl}
     * and {@code copurchase.tbl}.
     *
     * @param folder created when missing
     * @param endMs events and catalogue rows at or after this time do not count, milliseconds since the epoch
     * @return number of events that count
     */
    public long build(Path folder, long endMs) throws IOException {
        return build(folder, endMs, endMs);
    }

    private long build(Path folder, long endMs, long catalogueEndMs) throws IOException {
        Files.createDirectories(folder);
        SqlEngine sql = log.sql();
        int items = log.itemIds().length;
        done(0);
        ItemCounts all = ItemCounts.read(sql, endMs, Math.min(endMs, log.demandMs()), items);
        Columns catalogue = sql.read("catalogue", Map.of("end_ms", catalogueEndMs));
        int[] known = known(all, catalogue.ints("item"));
        int[] index = LogLoader.ranks(known, items);
        ItemCounts counts = all.of(known);
        int[][] categories = writeItems(folder.resolve("items.tbl"), known, counts, catalogue, index);
        CategoryTable.write(folder.resolve("categories.tbl"), log.categoryIds(), log.categoryParents());
        done(1);
        writePopular(folder.resolve("popular.tbl"), counts, categories);
        done(2);
        sql.run("window", Map.of("end_ms", endMs, "longest", LONGEST_SESSION, "most", MOST_OF_A_DAY));
        done(3);
        NeighborLists neighbors = new NeighborLists(sql, index, known.length);
        neighbors.write(folder.resolve("covisit.tbl"), "covisit_pairs", all.events(), all.events());
        done(4);
        neighbors.write(folder.resolve("cocart.tbl"), "cocart_pairs", all.events(), all.carts());
        done(5);
        neighbors.write(folder.resolve("copurchase.tbl"), "copurchase_pairs", all.purchases(), all.purchases());
        done(STEPS);
        return Arrays.stream(counts.events()).asLongStream().sum();
    }

    /** The log items with an event or a catalogue row by then, ascending. */
    private static int[] known(ItemCounts all, int[] inCatalogue) {
        BitSet known = new BitSet();
        for (int item = 0; item < all.events().length; item++) {
            known.set(item, all.events()[item] > 0);
        }
        Arrays.stream(inCatalogue).forEach(known::set);
        return known.stream().toArray();
    }

    private int[][] writeItems(Path file, int[] known, ItemCounts counts, Columns catalogue, int[] index)
            throws IOException {
        String[] logIds = log.itemIds();
        String[] ids = Arrays.stream(known).mapToObj(item -> logIds[item]).toArray(String[]::new);
        int[][] categories = new int[ids.length][];
        int[] available = new int[ids.length];
        float[] price = new float[ids.length];
        Arrays.fill(categories, NONE);
        Arrays.fill(available, ItemTable.AVAILABILITY_UNKNOWN);
        Arrays.fill(price, Float.NaN);
        int[] item =
                Arrays.stream(catalogue.ints("item")).map(one -> index[one]).toArray();
        int[] kind = catalogue.ints("kind");
        double[] value = catalogue.doubles("value");
        for (int row = 0; row < item.length; row++) {
            switch (kind[row]) {
                case CatalogueLog.CATEGORY -> categories[item[row]] = categories((int) value[row]);
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
                        Arrays.stream(categories)
                                .mapToInt(own -> own.length == 0 ? ItemTable.NO_CATEGORY : own[0])
                                .toArray(),
                        Arrays.stream(categories)
                                .map(own -> own.length < 2 ? NONE : Arrays.copyOfRange(own, 1, own.length))
                                .toArray(int[][]::new),
                        price,
                        available,
                        counts.views(),
                        counts.carts(),
                        counts.purchases(),
                        recent,
                        trend));
        return categories;
    }

    private int[] categories(int value) {
        if (value < 0) {
            return NONE;
        }
        int known = log.categoryIds().length;
        return value < known ? new int[] {value} : log.categoryLists()[value - known];
    }

    private void writePopular(Path file, ItemCounts counts, int[][] categories) throws IOException {
        float[] demand = new float[categories.length];
        float[] trend = new float[categories.length];
        for (int i = 0; i < categories.length; i++) {
            demand[i] = counts.demand(i);
            trend[i] = counts.trend(i);
        }
        PopularTable.write(
                file,
                PopularLists.rank(demand, counts.events(), categories, log.categoryParents()),
                PopularLists.rank(trend, counts.events(), categories, log.categoryParents()));
    }

    private void done(int steps) {
        progress.report("build tables", steps, STEPS, "tables");
    }
}
