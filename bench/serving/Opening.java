import io.nextcart.data.Objective;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.FactorTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.JsonObject;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.ModelKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** What it costs to open a bundle whose files are here, and to check them, by the number of items. */
final class Opening {
    private static final int ROUNDS = 21;
    private static final int FACTORS = 50;
    private static final int NEIGHBORS = 7;

    private Opening() {}

    private interface Step {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        System.out.println("| items | MB | step | first, CPU-ms | median, CPU-ms | median, ms |");
        System.out.println("|---|---|---|---|---|---|");
        for (String arg : args) {
            Path folder = Files.createTempDirectory("opening");
            int items = Integer.parseInt(arg);
            write(folder, items);
            double mb = 0;
            for (Manifest.Entry file : Manifest.read(folder).files().values()) {
                mb += file.sizeBytes() / 1e6;
            }
            String bundle = String.format(Locale.ROOT, "| %,d | %.1f | ", items, mb);
            measure(bundle + "open", () -> Bundle.open(folder));
            measure(bundle + "check", () -> Bundle.verify(folder));
        }
    }

    private static void measure(String name, Step step) throws Exception {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        double[] cpu = new double[ROUNDS];
        double[] wall = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long cpuBegan = thread.getCurrentThreadCpuTime();
            long began = System.nanoTime();
            step.run();
            wall[round] = (System.nanoTime() - began) / 1e6;
            cpu[round] = (thread.getCurrentThreadCpuTime() - cpuBegan) / 1e6;
        }
        double first = cpu[0];
        Arrays.sort(cpu);
        Arrays.sort(wall);
        System.out.printf(
                Locale.ROOT, "%s | %.1f | %.1f | %.1f |%n", name, first, cpu[ROUNDS / 2], wall[ROUNDS / 2]);
    }

    private static void write(Path folder, int items) throws Exception {
        SplittableRandom random = new SplittableRandom(42);
        String[] ids = new String[items];
        Arrays.setAll(ids, item -> Integer.toString(1_000_000_000 + item));
        int[] none = new int[items];
        float[] ones = new float[items];
        Arrays.fill(ones, 1);
        ItemTable.write(
                folder.resolve(Tables.ITEMS), new ItemTable.Columns(ids, none, ones, none, none, none, none, ones, ones));
        CategoryTable.write(folder.resolve(Tables.CATEGORIES), new String[] {"c"}, new int[] {-1});
        PopularTable.Lists popular = new PopularTable.Lists(new int[] {0, 1, 2}, new int[2], new float[] {1, 1});
        PopularTable.write(folder.resolve(Tables.POPULAR), popular, popular);
        NeighborTable.write(folder.resolve(Tables.CO_CART), new int[items + 1], new int[0], new float[0]);
        NeighborTable.write(folder.resolve(Tables.CO_PURCHASE), new int[items + 1], new int[0], new float[0]);
        int[] offsets = new int[items + 1];
        Arrays.setAll(offsets, item -> NEIGHBORS * item);
        int[] neighbors = random.ints((long) NEIGHBORS * items, 0, items).toArray();
        float[] weights = new float[neighbors.length];
        Arrays.fill(weights, 1);
        NeighborTable.write(folder.resolve(Tables.CO_VISITATION), offsets, neighbors, weights);
        float[] factors = new float[FACTORS * items];
        for (int at = 0; at < factors.length; at++) {
            factors[at] = (float) random.nextDouble(-1, 1);
        }
        FactorTable.write(folder.resolve(Tables.FACTORS), factors, FACTORS);
        Map<String, Manifest.Entry> files = new TreeMap<>(Comparator.naturalOrder());
        for (String name : Tables.FILES) {
            files.put(name, Manifest.Entry.of(folder.resolve(name)));
        }
        Manifest manifest =
                new Manifest("v1", "0000", Objective.CART, ModelKind.RULE, null, files, JsonObject.EMPTY);
        Files.write(folder.resolve(Manifest.FILE), manifest.toJson());
    }
}
