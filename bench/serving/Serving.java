import com.sun.management.ThreadMXBean;
import io.nextcart.data.Event;
import io.nextcart.data.Progress;
import io.nextcart.data.log.EventFiles;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.store.document.Rule;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What one recommendation costs in process: the model in service of a store is asked, by one thread, what each shopper of a
 * log could have asked, with all that this shopper had done by then. Reports wall and processor time per answer and the
 * bytes that an answer allocates.
 */
final class Serving {
    private static final int K = 20;
    private static final int WARM_UP = 30_000;
    private static final int MEASURED = 100_000;

    private Serving() {}

    public static void main(String[] args) throws Exception {
        Path cache = Files.createTempDirectory("serving");
        BundleLoader loader = new BundleLoader(new FolderObjectStore(Path.of(args[0])), cache);
        Recommender recommender =
                loader.load(loader.current().orElseThrow().champion()).recommender();
        List<Query> requests = requests(Path.of(args[1]));
        System.out.printf(
                Locale.ROOT,
                "%,d items, %,d requests, %.1f events each, k %d, JDK %s%n",
                recommender.tables().items().size(),
                requests.size(),
                requests.stream().mapToInt(q -> q.history().size()).average().orElse(0),
                K,
                Runtime.version().feature());
        int rounds = Integer.parseInt(args[2]);
        int rules = Integer.parseInt(args[3]);
        int priced = Integer.parseInt(args[4]);
        Overlay withRules = withRules(recommender.tables(), rules, priced);
        List<Overlay> overlays = rules == 0 ? List.of(Overlay.NONE) : List.of(Overlay.NONE, withRules);
        for (int i = 0; i < WARM_UP; i++) {
            for (Overlay overlay : overlays) {
                recommender.recommend(requests.get(i % requests.size()), overlay);
            }
        }
        double[][][] figures = new double[overlays.size()][rounds][];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < overlays.size(); i++) {
                figures[i][round] = round(recommender, requests, overlays.get(i), round);
            }
        }
        System.out.println("| | p50 µs | p90 µs | p99 µs | p99.9 µs | mean µs of processor | bytes allocated |");
        System.out.println("|---|---|---|---|---|---|---|");
        double[] plain = report("", figures[0]);
        if (rules > 0) {
            double[] ruled = report(" with " + rules + " rules", figures[1]);
            System.out.printf(
                    Locale.ROOT, "with %d rules, %d of them by price: p50 x%.2f, p99 x%.2f, processor x%.2f%n",
                    rules, priced, ruled[0] / plain[0], ruled[2] / plain[2], ruled[4] / plain[4]);
        }
    }

    /** Prints the rounds, and prints and returns their medians. */
    private static double[] report(String name, double[][] figures) {
        for (int round = 0; round < figures.length; round++) {
            print("round " + (round + 1) + name, figures[round]);
        }
        double[] median = new double[figures[0].length];
        for (int figure = 0; figure < median.length; figure++) {
            int column = figure;
            median[figure] =
                    Arrays.stream(figures).mapToDouble(row -> row[column]).sorted().toArray()[figures.length / 2];
        }
        print("median" + name, median);
        return median;
    }

    /** Merchandising rules of every type, about popular items, their categories and their prices. */
    private static Overlay withRules(Tables tables, int count, int priced) {
        Random random = new Random(7);
        Rule.Type[] types = {
            Rule.Type.HIDE, Rule.Type.HIDE, Rule.Type.BOOST, Rule.Type.BOOST, Rule.Type.BURY, Rule.Type.PIN, Rule.Type.SLOT, Rule.Type.LIMIT
        };
        PopularTable.Rows popular = tables.popular().popular();
        int shop = PopularTable.SHOP;
        List<Rule> rules = new ArrayList<>();
        int slots = 0;
        int withPrice = 0;
        for (int i = 0; i < count; i++) {
            Rule.Type type = types[i % types.length];
            int item = popular.item(popular.from(shop) + random.nextInt(popular.to(shop) - popular.from(shop)));
            int category = tables.items().category(item);
            boolean ofCategory = category >= 0
                    && (type == Rule.Type.SLOT || type == Rule.Type.LIMIT
                            || (type != Rule.Type.PIN && type != Rule.Type.HIDE && random.nextBoolean()));
            if (!ofCategory && (type == Rule.Type.SLOT || type == Rule.Type.LIMIT) || (type == Rule.Type.SLOT && slots++ >= 5)) {
                type = Rule.Type.BOOST;
                ofCategory = false;
            }
            float price = tables.items().price(item);
            boolean ofPrice = withPrice < priced && type != Rule.Type.PIN && !Float.isNaN(price);
            withPrice += ofPrice ? 1 : 0;
            boolean ofPriceAlone = ofPrice && random.nextBoolean();
            double width = type == Rule.Type.HIDE ? 0.001 : 0.2;
            rules.add(new Rule(
                    "r" + i,
                    type,
                    ofCategory || ofPrice ? null : tables.items().id(item),
                    (ofCategory || ofPrice) && category >= 0 && !ofPriceAlone ? tables.categories().id(category) : null,
                    ofPrice ? Double.valueOf(price * (1 - width)) : null,
                    ofPrice ? Double.valueOf(price * (1 + width)) : null,
                    1 + random.nextInt(Rule.MOST),
                    1 + 3 * random.nextDouble(),
                    type == Rule.Type.SLOT ? 1 : 3,
                    null,
                    null,
                    null,
                    null));
        }
        if (withPrice < priced) {
            throw new IllegalStateException("only " + withPrice + " rules are about items with a price, expected " + priced);
        }
        return Overlay.NONE.with(Rules.of(tables, Overlay.NONE, rules));
    }

    private static double[] round(Recommender recommender, List<Query> requests, Overlay overlay, int round) {
        ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] nanos = new long[MEASURED];
        int items = 0;
        long id = Thread.currentThread().getId();
        long bytes = thread.getThreadAllocatedBytes(id);
        long cpu = thread.getCurrentThreadCpuTime();
        for (int i = 0; i < MEASURED; i++) {
            Query request = requests.get((int) ((i + (long) round * MEASURED) % requests.size()));
            long began = System.nanoTime();
            items += recommender.recommend(request, overlay).items().size();
            nanos[i] = System.nanoTime() - began;
        }
        cpu = thread.getCurrentThreadCpuTime() - cpu;
        bytes = thread.getThreadAllocatedBytes(id) - bytes;
        if (items != MEASURED * K) {
            throw new IllegalStateException("answers held " + items + " items, expected " + MEASURED * K);
        }
        Arrays.sort(nanos);
        return new double[] {
            at(nanos, 0.5), at(nanos, 0.9), at(nanos, 0.99), at(nanos, 0.999), cpu / 1e3 / MEASURED, (double) bytes / MEASURED
        };
    }

    private static double at(long[] sortedNanos, double share) {
        return sortedNanos[(int) (share * sortedNanos.length)] / 1e3;
    }

    private static void print(String name, double[] figures) {
        StringBuilder line = new StringBuilder("| " + name);
        for (double figure : figures) {
            line.append(String.format(Locale.ROOT, " | %,.0f", figure));
        }
        System.out.println(line + " |");
    }

    /** One request after each event, of the last events of the log, with the shopper's past until then. */
    private static List<Query> requests(Path log) {
        Deque<Event> last = new ArrayDeque<>();
        EventFiles.read(log, 0.01, Progress.NONE, event -> {
            last.add(event);
            if (last.size() > MEASURED) {
                last.remove();
            }
        });
        Map<String, List<Interaction>> pasts = new LinkedHashMap<>();
        List<Query> requests = new ArrayList<>();
        List<Event> inTime = new ArrayList<>(last);
        inTime.sort(Comparator.comparingLong(Event::timestampMs));
        for (Event event : inTime) {
            List<Interaction> past =
                    pasts.computeIfAbsent(event.userId().value(), user -> new ArrayList<>());
            past.add(new Interaction(event.itemId().value(), event.type(), event.timestampMs()));
            List<Interaction> history = past.subList(Math.max(0, past.size() - Query.MAX_HISTORY), past.size());
            requests.add(new Query(history, true, K, Query.Filters.NONE, 0));
        }
        return requests;
    }
}
