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
        done(0);
        Counted counted = writeLists(folder, endMs, catalogueEndMs);
        ItemCounts counts = counted.counts();
        done(2);
        sql.run("window", Map.of("end_ms", endMs, "longest", LONGEST_SESSION, "most", MOST_OF_A_DAY));
        done(3);
        NeighborLists neighbors = new NeighborLists(sql, counted.items(), log.itemIds().length);
        neighbors.write(folder.resolve("covisit.tbl"), "covisit_pairs", counts.events(), counts.events());
        done(4);
        neighbors.write(folder.resolve("cocart.tbl"), "cocart_pairs", counts.events(), counts.carts());
        done(5);
        neighbors.write(folder.resolve("copurchase.tbl"), "copurchase_pairs", counts.purchases(), counts.purchases());
        done(STEPS);
        return Arrays.stream(counts.events()).asLongStream().sum();
    }

    /**
     * The items of the tables.
     *
     * @param items their indices in the log, ascending
     * @param counts of each of them
     */
    private record Counted(int[] items, ItemCounts counts) {}

    /** What is known of these items; columns as in {@link ItemTable}. */
    private record Described(int[][] categories, int[] available, float[] price) {}

    private record Listed(Counted counted, Described described) {}

    private Counted writeLists(Path folder, long endMs, long catalogueEndMs) throws IOException {
        Listed listed = list(endMs, catalogueEndMs);
        Counted counted = listed.counted();
        writeItems(folder.resolve("items.tbl"), counted, listed.described());
        CategoryTable.write(folder.resolve("categories.tbl"), log.categoryIds(), log.categoryParents());
        done(1);
        writePopular(
                folder.resolve("popular.tbl"),
                counted.counts(),
                listed.described().categories());
        return counted;
    }

    // Methods of their own let go of the whole catalogue, and of the counts of all, before the next step.
    private Listed list(long endMs, long catalogueEndMs) {
        Columns catalogue = log.sql().read("catalogue", Map.of("end_ms", catalogueEndMs));
        Counted counted = count(endMs, catalogue.ints("item"));
        return new Listed(counted, describe(counted.items(), catalogue));
    }

    private Counted count(long endMs, int[] inCatalogue) {
        ItemCounts all = ItemCounts.read(log.sql(), endMs, Math.min(endMs, log.demandMs()), log.itemIds().length);
        int[] known = known(all, inCatalogue);
        return new Counted(known, all.of(known));
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

    private Described describe(int[] known, Columns catalogue) {
        int[][] categories = new int[known.length][];
        int[] available = new int[known.length];
        float[] price = new float[known.length];
        Arrays.fill(categories, NONE);
        Arrays.fill(available, ItemTable.AVAILABILITY_UNKNOWN);
        Arrays.fill(price, Float.NaN);
        int[] index = LogLoader.ranks(known, log.itemIds().length);
        int[] item = catalogue.ints("item");
        int[] kind = catalogue.ints("kind");
        double[] value = catalogue.doubles("value");
        for (int row = 0; row < item.length; row++) {
            int at = index[item[row]];
            switch (kind[row]) {
                case CatalogueLog.CATEGORY -> categories[at] = categories((int) value[row]);
                case CatalogueLog.AVAILABLE -> available[at] = (int) value[row];
                default -> price[at] = (float) value[row];
            }
        }
        return new Described(categories, available, price);
    }

    private void writeItems(Path file, Counted counted, Described described) throws IOException {
        String[] logIds = log.itemIds();
        String[] ids =
                Arrays.stream(counted.items()).mapToObj(item -> logIds[item]).toArray(String[]::new);
        ItemCounts counts = counted.counts();
        int[][] categories = described.categories();
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
                        described.price(),
                        described.available(),
                        counts.views(),
                        counts.carts(),
                        counts.purchases(),
                        recent,
                        trend));
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
