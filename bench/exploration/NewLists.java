import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.ShopWorld;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.FallbackLevel;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.filter.ItemFilter;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Answering;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.Workspace;
import io.nextcart.engine.source.CandidateSource;
import io.nextcart.engine.source.NeighborSource;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.archive.SaidItems;
import io.nextcart.training.input.LogInputs;
import io.nextcart.training.table.ContentNeighbors;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * What a catalogue's words are worth to items that are new. A tenth of the items of a synthetic shop first appears in the last week of
 * its log: the training knows them, and those that nobody ever views, from the catalogue alone. The sessions of that week ask for lists.
 * Prints Markdown.
 */
final class NewLists {
    private static final double NEW = 0.1;
    private static final int K = 20;
    private static final int FIRST = 10;
    private static final long DAY_MS = 86_400_000L;
    private static final long CUT_MS = ShopSpec.END_MS - 7 * DAY_MS;
    private static final int ROUNDS = 5;
    private static final int LISTS = 50_000;
    private static final long GAP_MS = 1_800_000;
    private static final int LINE = 8; // items of a category that shoppers look at together, as in ShopWorld

    private final Path folder;
    private final ShopWorld world;
    private final boolean[] isNew;

    private NewLists(Path folder, double scale, long seed) {
        this.folder = folder;
        world = new ShopWorld(new ShopSpec(scale, seed));
        isNew = new boolean[world.spec().itemsSeen()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int item = 0; item < isNew.length; item++) {
            isNew[item] = random.nextDouble() < NEW;
        }
    }

    public static void main(String[] args) throws IOException {
        new NewLists(Files.createTempDirectory("new-lists-"), Double.parseDouble(args[0]), Long.parseLong(args[1])).run();
    }

    /**
     * How titles are made.
     *
     * @param words how many there are; 0 for no titles
     * @param series the share of lines whose items carry a name of their line
     */
    private record Titles(String name, int words, double series) {}

    private static final List<Titles> TITLES = List.of(
            new Titles("none", 0, 0),
            new Titles("300 words that mean nothing", 300, 0),
            new Titles("3,000 words that mean nothing", 3_000, 0),
            new Titles("30,000 words that mean nothing", 30_000, 0),
            new Titles("the same 3,000, half of the lines named", 3_000, 0.5),
            new Titles("the same 3,000, all lines named", 3_000, 1));

    private record Case(List<String> seen, String next) {
        String newest() {
            return seen.get(seen.size() - 1);
        }
    }

    private void run() throws IOException {
        Path shop = folder.resolve("shop");
        SyntheticShop.write(world.spec(), shop, Progress.NONE);
        Path log = folder.resolve("events.csv");
        List<Case> cases = split(shop.resolve(SyntheticShop.EVENTS), log);
        Bundle bundle = train(shop, log);
        Tables plain = bundle.tables();
        System.out.printf(
                Locale.ROOT,
                "%,d items, %,d of them new; %,d views of another item in the last week, seed %d%n",
                plain.items().size(),
                count(isNew),
                cases.size(),
                world.spec().seed());
        System.out.println("\nSimilar items, HR@10 / HR@20 / MRR@20 by the events of the item\n");
        System.out.println("| titles | none | 1–5 | 6–20 | content.tbl, bytes |\n|---|---|---|---|---|");
        Map<Titles, Tables> described = new LinkedHashMap<>();
        for (Titles titles : TITLES) {
            described.put(titles, with(plain, titles));
            similar(titles.name, bundle, described.get(titles), cases);
        }
        System.out.println("\nSessions, HR@5 / HR@20 / MRR@20\n");
        System.out.println("| list | views of new items | of others | all |\n|---|---|---|---|");
        Recommender recommender = bundle.recommender();
        lists("the model's", cases, one -> ids(recommender.recommend(query(one))));
        lists("new in the category", cases, one -> newest(plain, one));
        lists("the model's, new in the category as a source", cases, sourced(bundle, sameCategory(plain)));
        for (Titles titles : TITLES.subList(2, TITLES.size())) {
            Tables tables = described.get(titles);
            Workspace alone =
                    new Workspace(tables, List.of(new NeighborSource(Source.CO_VISITATION, tables.content(), K)));
            lists("content alone, " + titles.name, cases, asked -> content(alone, asked));
            Recommender with = new Recommender(tables, bundle.ranker(), bundle.calibration());
            lists("the model's, " + titles.name, cases, one -> ids(with.recommend(query(one))));
        }
        times(bundle, cases, List.of(plain, described.get(TITLES.get(4))));
    }

    /** How long lists take without and with content neighbours, in turns. */
    private static void times(Bundle bundle, List<Case> cases, List<Tables> all) {
        List<Recommender> recommenders = all.stream()
                .map(tables -> new Recommender(tables, bundle.ranker(), bundle.calibration()))
                .toList();
        double[][][] micros = new double[all.size()][ROUNDS][];
        for (int round = -1; round < ROUNDS; round++) { // the first warms up
            for (int i = 0; i < all.size(); i++) {
                double[] took = new double[LISTS];
                for (int list = 0; list < LISTS; list++) {
                    Query query = query(cases.get(list % cases.size()));
                    long began = System.nanoTime();
                    recommenders.get(i).recommend(query);
                    took[list] = (System.nanoTime() - began) / 1e3;
                }
                Arrays.sort(took);
                if (round >= 0) {
                    micros[i][round] = new double[] {took[LISTS / 2], took[LISTS * 99 / 100]};
                }
            }
        }
        System.out.printf("%nTime of a list, µs, p50 / p99, medians of %d rounds%n%n", ROUNDS);
        for (int i = 0; i < all.size(); i++) {
            double[][] own = micros[i];
            System.out.printf(
                    Locale.ROOT, "%s content: %.0f / %.0f%n", i == 0 ? "without" : "with", median(own, 0), median(own, 1));
        }
    }

    private static double median(double[][] rounds, int column) {
        return Arrays.stream(rounds).mapToDouble(row -> row[column]).sorted().toArray()[rounds.length / 2];
    }

    /** The model's lists with one more source. */
    private static Lister sourced(Bundle bundle, NeighborTable inCategory) {
        Tables tables = bundle.tables();
        Map<Source, CandidateSource> sources = Workspace.sources(tables);
        sources.put(Source.CONTENT, new NeighborSource(Source.CONTENT, inCategory, K));
        Workspace workspace = new Workspace(tables, sources.values());
        Answering answering = new Answering(tables, bundle.ranker(), bundle.calibration());
        return asked -> {
            Query query = query(asked);
            workspace.reset();
            query.history().forEach(done -> workspace.add(done.itemId(), done.type(), done.timestampMs()));
            ItemFilter filter =
                    ItemFilter.of(tables, workspace.numbers(), query.filters(), query.history(), Overlay.NONE);
            return ids(answering.answer(workspace, filter, K, 0, FallbackLevel.SESSION));
        };
    }

    /** For each item the first without events in its category. */
    private NeighborTable sameCategory(Tables tables) throws IOException {
        ItemTable items = tables.items();
        Map<Integer, List<Integer>> fresh = new TreeMap<>();
        for (int item = 0; item < items.size(); item++) {
            if (items.views(item) == 0 && items.availability(item) != 0) {
                fresh.computeIfAbsent(items.category(item), key -> new ArrayList<>()).add(item);
            }
        }
        int[] offsets = new int[items.size() + 1];
        List<Integer> all = new ArrayList<>();
        for (int item = 0; item < items.size(); item++) {
            int own = item;
            fresh.getOrDefault(items.category(item), List.of()).stream()
                    .filter(other -> other != own)
                    .limit(K)
                    .forEach(all::add);
            offsets[item + 1] = all.size();
        }
        float[] ones = new float[all.size()];
        Arrays.fill(ones, 1);
        Path file = Files.createTempFile(folder, "category", ".tbl");
        NeighborTable.write(file, offsets, all.stream().mapToInt(Integer::intValue).toArray(), ones);
        return NeighborTable.open(file, items.size());
    }

    private interface Lister {
        List<String> list(Case asked);
    }

    private void lists(String name, List<Case> cases, Lister lister) {
        Hits ofNew = new Hits();
        Hits others = new Hits();
        Hits all = new Hits();
        for (Case one : cases) {
            int place = lister.list(one).indexOf(one.next);
            all.add(place);
            (isNew(one.next) ? ofNew : others).add(place);
        }
        System.out.printf("| %s | %s | %s | %s |%n", name, ofNew.text(5), others.text(5), all.text(5));
    }

    private void similar(String name, Bundle bundle, Tables tables, List<Case> cases) {
        Recommender recommender = new Recommender(tables, bundle.ranker(), bundle.calibration());
        Hits[] hits = {new Hits(), new Hits(), new Hits()};
        for (Case one : cases) {
            int item = tables.items().indexOf(one.newest());
            int events = item < 0
                    ? Integer.MAX_VALUE
                    : tables.items().views(item) + tables.items().carts(item) + tables.items().purchases(item);
            if (events <= 20) {
                Ranking ranking = recommender.similar(one.newest(), K, Query.Filters.NONE, Overlay.NONE);
                hits[events == 0 ? 0 : events <= 5 ? 1 : 2].add(ids(ranking).indexOf(one.next));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %s | %s | %s | %,d |%n",
                name,
                hits[0].text(FIRST),
                hits[1].text(FIRST),
                hits[2].text(FIRST),
                8 * tables.content().to(tables.items().size() - 1));
    }

    private static final class Hits {
        private final int[] places = new int[K];
        private int asked;
        private double reciprocal;

        void add(int place) {
            asked++;
            if (place >= 0) {
                places[place]++;
                reciprocal += 1.0 / (1 + place);
            }
        }

        String text(int first) {
            return String.format(
                    Locale.ROOT,
                    "%.2f / %.2f / %.2f (%,d)",
                    100.0 * Arrays.stream(places, 0, first).sum() / asked,
                    100.0 * Arrays.stream(places).sum() / asked,
                    100 * reciprocal / asked,
                    asked);
        }
    }

    private static Query query(Case one) {
        List<Interaction> history = one.seen.stream()
                .map(item -> new Interaction(item, EventType.VIEW, Interaction.NO_TIME))
                .toList();
        Query.Filters unseen =
                new Query.Filters(Set.copyOf(one.seen), Set.of(), (String) null, false, false, false);
        return new Query(history, false, K, unseen, 0);
    }

    private static List<String> ids(Ranking ranking) {
        return ranking.items().stream().map(Ranking.Item::itemId).toList();
    }

    /** Items without events of the newest item's category; all are of the same day. */
    private static List<String> newest(Tables tables, Case one) {
        ItemTable items = tables.items();
        int newest = items.indexOf(one.newest());
        List<String> list = new ArrayList<>();
        for (int item = 0; newest >= 0 && item < items.size() && list.size() < K; item++) {
            if (items.category(item) == items.category(newest)
                    && items.views(item) + items.carts(item) + items.purchases(item) == 0
                    && items.availability(item) != 0
                    && !one.seen.contains(items.id(item))) {
                list.add(items.id(item));
            }
        }
        return list;
    }

    private static List<String> content(Workspace alone, Case one) {
        alone.reset();
        one.seen.forEach(item -> alone.add(item, EventType.VIEW, Interaction.NO_TIME));
        alone.compute();
        Map<Integer, String> ranked = new TreeMap<>();
        for (int c = 0; c < alone.candidates().size(); c++) {
            ranked.put(
                    alone.candidates().rank(Source.CO_VISITATION, c),
                    alone.tables().items().id(alone.candidates().item(c)));
        }
        List<String> list = new ArrayList<>(ranked.values());
        list.removeAll(one.seen);
        return list;
    }

    /** The tables with content neighbours. */
    private Tables with(Tables tables, Titles titles) throws IOException {
        SaidItems said = new SaidItems();
        for (int item = 0; titles.words > 0 && item < world.spec().items(); item++) {
            ItemId id = new ItemId(world.itemId(item));
            said.add(new CatalogueItem(id, null, null, null, title(item, titles), null, 1));
        }
        Path file = Files.createTempDirectory(folder, "content").resolve(Tables.CONTENT);
        new ContentNeighbors(tables, said.pack()).write(file);
        return new Tables(
                tables.items(),
                tables.categories(),
                tables.popular(),
                tables.coVisitation(),
                tables.coCart(),
                tables.coPurchase(),
                tables.factors(),
                Files.exists(file) ? NeighborTable.open(file, tables.items().size()) : NeighborTable.NONE);
    }

    /** A kind by category, two words and one of 16 colours by chance, a number of its own, and the name of the line if it has one. */
    private String title(int item, Titles titles) {
        int start = item;
        while (start > 0 && world.category(start - 1) == world.category(item)) {
            start--;
        }
        int line = start + (item - start) / LINE * LINE;
        SplittableRandom own = new SplittableRandom(31L * item + 7);
        boolean named = new SplittableRandom(17L * line + 3).nextDouble() < titles.series;
        return (named ? "series" + line + " " : "") + "kind" + world.category(item) + " word" + own.nextInt(titles.words)
                + " word" + own.nextInt(titles.words) + " colour" + own.nextInt(16) + " no" + item;
    }

    private Bundle train(Path shop, Path log) throws IOException {
        List<Path> properties = new ArrayList<>();
        for (String part : SyntheticShop.PROPERTIES) {
            Path to = folder.resolve(part);
            properties(shop.resolve(part), to);
            properties.add(to);
        }
        Path store = folder.resolve("store");
        RetrainSettings settings = new RetrainSettings(
                new LogInputs(List.of(log), null, properties, shop.resolve(SyntheticShop.CATEGORIES), 0),
                Objective.VIEW,
                world.spec().seed(),
                new RetrainSettings.Target(store.toString(), true, false),
                RetrainSettings.Resources.of(2, folder.resolve("work")));
        new Retrain(settings, Clock.systemUTC(), Progress.NONE).run();
        BundleLoader loader = new BundleLoader(new FolderObjectStore(store), folder.resolve("cache"));
        return loader.load(loader.current().orElseThrow().champion());
    }

    /** Copies what is known at the cut to the log, and makes cases of the views after it. */
    private List<Case> split(Path from, Path to) throws IOException {
        record View(long timeMs, String item) {}
        Map<String, List<View>> later = new TreeMap<>();
        try (BufferedReader in = Files.newBufferedReader(from);
                BufferedWriter out = Files.newBufferedWriter(to)) {
            out.write(in.readLine() + "\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] row = line.split(",", -1);
                long timeMs = Long.parseLong(row[0]);
                if (timeMs >= CUT_MS && row[2].equals("view")) {
                    later.computeIfAbsent(row[1], key -> new ArrayList<>()).add(new View(timeMs, row[3]));
                } else if (timeMs < CUT_MS && !isNew(row[3])) {
                    out.write(line + "\n");
                }
            }
        }
        List<Case> cases = new ArrayList<>();
        for (List<View> views : later.values()) {
            views.sort((a, b) -> Long.compare(a.timeMs, b.timeMs));
            Set<String> seen = new LinkedHashSet<>();
            for (int i = 0; i < views.size(); i++) {
                String item = views.get(i).item;
                if (i > 0 && views.get(i).timeMs - views.get(i - 1).timeMs > GAP_MS) {
                    seen.clear();
                }
                if (!seen.isEmpty() && !seen.contains(item)) {
                    cases.add(new Case(List.copyOf(seen), item));
                }
                seen.remove(item); // so that the newest is the last
                seen.add(item);
            }
        }
        return cases;
    }

    private boolean isNew(String id) {
        int item = world.itemOf(id);
        return item < isNew.length && isNew[item];
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /** Copies what the catalogue says of items that are ever seen, of new ones as of the day before the cut. */
    private void properties(Path from, Path to) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(from);
                BufferedWriter out = Files.newBufferedWriter(to)) {
            out.write(in.readLine() + "\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] row = line.split(",", -1);
                int item = world.itemOf(row[1]);
                boolean used = Set.of("categoryid", "available", "790").contains(row[2]);
                if (used && item >= 0) {
                    row[0] = Long.toString(item < isNew.length && isNew[item] ? Math.max(CUT_MS - DAY_MS, Long.parseLong(row[0])) : Long.parseLong(row[0]));
                    out.write(String.join(",", row) + "\n");
                }
            }
        }
    }
}
