import io.nextcart.data.EventType;
import io.nextcart.data.Objective;
import io.nextcart.data.Progress;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.ShopWorld;
import io.nextcart.data.synthetic.Shopper;
import io.nextcart.data.synthetic.SyntheticShop;
import io.nextcart.engine.Exploration;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.Source;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.store.FolderObjectStore;
import io.nextcart.training.Retrain;
import io.nextcart.training.RetrainSettings;
import io.nextcart.training.input.LogInputs;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A synthetic shop that gets 10 % new items a week, for four weeks, once with exploration and once without. Both train from what
 * their own shoppers did, on the same days; the same shoppers come to both, with the same tastes, which only the simulation knows.
 * The shop's own traffic goes into the log; more shoppers of the same kind are only measured. Prints Markdown.
 */
final class NewItems {
    private static final int WEEKS = 4;
    private static final double NEW_A_WEEK = 0.1;
    private static final int K = 10;
    private static final int PAGES = 6; // of a shopper, on average
    private static final long DAY_MS = 86_400_000L;
    private static final long PAGE_MS = 40_000;
    private static final long STEP_MS = 2_000;
    private static final int MOST_DRAWS = 50;

    private final Path folder;
    private final double share;
    private final int days;
    private final int measured;
    private final double found;
    private final long seed;
    private final ShopWorld world;
    private final Path shop;
    /** The week from which an item can be bought: 0 for those that were always there. */
    private final int[] week;

    private NewItems(Path folder, double scale, double share, int days, int measured, double found, long seed) {
        this.folder = folder;
        this.share = share;
        this.days = days;
        this.measured = measured;
        this.found = found;
        this.seed = seed;
        world = new ShopWorld(new ShopSpec(scale, seed));
        shop = folder.resolve("shop");
        week = new int[world.spec().itemsSeen()];
        SplittableRandom random = new SplittableRandom(seed);
        for (int item = 0; item < week.length; item++) {
            double place = random.nextDouble() * Math.pow(1 + NEW_A_WEEK, WEEKS);
            week[item] = place <= 1 ? 0 : (int) Math.ceil(Math.log(place) / Math.log(1 + NEW_A_WEEK));
        }
    }

    public static void main(String[] args) throws IOException {
        new NewItems(
                        Files.createTempDirectory("new-items-"),
                        Double.parseDouble(args[0]),
                        Double.parseDouble(args[1]),
                        Integer.parseInt(args[2]),
                        Integer.parseInt(args[3]),
                        Double.parseDouble(args[4]),
                        Long.parseLong(args[5]))
                .run();
    }

    /** A shop of its own, by one way of making lists. */
    private final class Arm {
        final String name;
        final double explored;
        final Path events;
        Recommender recommender;

        Arm(String name, double explored) throws IOException {
            this.name = name;
            this.explored = explored;
            this.events = folder.resolve(name + ".csv");
            copy(shop.resolve(SyntheticShop.EVENTS), events);
        }

        void train(int now) throws IOException {
            List<Path> properties = new ArrayList<>();
            for (String part : SyntheticShop.PROPERTIES) {
                Path to = folder.resolve(name + "-" + part);
                properties(shop.resolve(part), to, now);
                properties.add(to);
            }
            Path store = folder.resolve(name + "-store");
            LogInputs log =
                    new LogInputs(List.of(events), null, properties, shop.resolve(SyntheticShop.CATEGORIES), 0);
            RetrainSettings settings = new RetrainSettings(
                    log,
                    Objective.CART,
                    seed,
                    new RetrainSettings.Target(store.toString(), true, false),
                    RetrainSettings.Resources.of(2, folder.resolve("work")));
            new Retrain(settings, Clock.systemUTC(), Progress.NONE).run();
            BundleLoader loader = new BundleLoader(new FolderObjectStore(store), folder.resolve(name + "-cache"));
            recommender =
                    loader.load(loader.current().orElseThrow().champion()).recommender();
        }
    }

    /** What the measured shoppers of a week did with lists. */
    private static final class Tally {
        final double[] carts;
        long ofNew;
        long shown;
        long explored;
        long exploredCarts;

        Tally(int shoppers) {
            carts = new double[shoppers];
        }
    }

    private void run() throws IOException {
        SyntheticShop.write(world.spec(), shop, Progress.NONE);
        List<Arm> arms = List.of(new Arm("plain", 0), new Arm("exploring", share));
        int logged = (int) (world.spec().views() * 7.0 / ShopSpec.DAYS / PAGES);
        System.out.printf(
                Locale.ROOT,
                "%,d events, %,d items, %,d of them at first; %,d shoppers a week in the log, %,d measured; a training every %d"
                        + " days, %.0f %% of places explore, %.0f %% of new items' own views come, seed %d%n%n",
                world.spec().events(),
                week.length,
                Arrays.stream(week).filter(first -> first == 0).count(),
                logged,
                measured,
                days,
                100 * share,
                100 * found,
                seed);
        System.out.println("| week | carts per 1,000 shoppers, without | with | difference, % | of new items, without | with |"
                + " places that explore, % | carts per 1,000 of them | of all places |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (int now = 1; now <= WEEKS; now++) {
            Tally[] tallies = {new Tally(measured), new Tally(measured)};
            int steps = 7 / days;
            for (int step = 0; step < steps; step++) {
                for (int arm = 0; arm < arms.size(); arm++) {
                    step(arms.get(arm), tallies[arm], now, step, logged);
                }
            }
            print(now, tallies[0], tallies[1]);
        }
    }

    /** A training, and the shoppers until the next. */
    private void step(Arm arm, Tally tally, int now, int step, int logged) throws IOException {
        int steps = 7 / days;
        long startMs = ShopSpec.END_MS + ((now - 1) * 7L + (long) step * days) * DAY_MS;
        arm.train(now);
        for (int i = measured * step / steps; i < measured * (step + 1) / steps; i++) {
            visit(arm, now, startMs, now * 10_000_000L + i, i, tally, null);
        }
        try (BufferedWriter log = Files.newBufferedWriter(arm.events, StandardOpenOption.APPEND)) {
            for (int i = logged * step / steps; i < logged * (step + 1) / steps; i++) {
                visit(arm, now, startMs, now * 10_000_000L + 5_000_000 + i, -1, null, log);
            }
        }
    }

    /**
     * Lets a shopper in.
     *
     * @param tally of those who are measured, at a place; else null
     * @param log of those who are in it; else null
     */
    private void visit(Arm arm, int now, long startMs, long number, int place, Tally tally, BufferedWriter log)
            throws IOException {
        Shopper shopper = world.shopper(number);
        SplittableRandom random = new SplittableRandom(number);
        List<Interaction> history = new ArrayList<>();
        long timeMs = startMs + number * 7919L * STEP_MS % (days * DAY_MS - DAY_MS / 6);
        do {
            String viewed = shopper.nextOrganicView();
            boolean met = meets(viewed, now, random);
            for (int i = 0; i < MOST_DRAWS && !met; i++) {
                viewed = shopper.nextOrganicView();
                met = meets(viewed, now, random);
            }
            if (!met) {
                return;
            }
            note(history, log, number, viewed, EventType.VIEW, timeMs);
            Query.Filters filters = new Query.Filters(Set.of(viewed), Set.of(), (String) null, false, false, false);
            Ranking ranking = arm.recommender.recommend(
                    new Query(history, true, K, filters, 0),
                    Overlay.NONE,
                    new Exploration(arm.explored, number * 1_000 + history.size()));
            List<String> shown =
                    ranking.items().stream().map(Ranking.Item::itemId).toList();
            Shopper.Reaction reaction = shopper.react(shown);
            long at = timeMs;
            for (String clicked : reaction.clicked()) {
                at += STEP_MS;
                note(history, log, number, clicked, EventType.VIEW, at);
                if (reaction.carted().contains(clicked)) {
                    at += STEP_MS;
                    note(history, log, number, clicked, EventType.ADD_TO_CART, at);
                }
            }
            if (tally != null) {
                count(tally, place, ranking, reaction);
            }
            timeMs = Math.max(at + STEP_MS, timeMs + PAGE_MS);
        } while (shopper.staysOn());
    }

    /** Whether a shopper comes upon an item without a list: never before its week, and of a new one as often as {@code found} says. */
    private boolean meets(String viewed, int now, SplittableRandom random) {
        int first = week[world.itemOf(viewed)];
        return first == 0 || first <= now && random.nextDouble() < found;
    }

    private void count(Tally tally, int place, Ranking ranking, Shopper.Reaction reaction) {
        tally.shown += ranking.items().size();
        tally.carts[place] += reaction.carted().size();
        for (String carted : reaction.carted()) {
            tally.ofNew += week[world.itemOf(carted)] > 0 ? 1 : 0;
        }
        for (Ranking.Item item : ranking.items()) {
            if (item.source() == Source.EXPLORATION) {
                tally.explored++;
                tally.exploredCarts += reaction.carted().contains(item.itemId()) ? 1 : 0;
            }
        }
    }

    private static void note(
            List<Interaction> history, BufferedWriter log, long number, String item, EventType type, long timeMs)
            throws IOException {
        history.add(new Interaction(item, type, timeMs));
        if (log != null) {
            log.write(timeMs + "," + number + "," + type.wireName() + "," + item + ",\n");
        }
    }

    private void print(int now, Tally plain, Tally exploring) {
        int n = plain.carts.length;
        double[] difference = new double[n];
        for (int i = 0; i < n; i++) {
            difference[i] = exploring.carts[i] - plain.carts[i];
        }
        double before = Arrays.stream(plain.carts).average().orElseThrow();
        double mean = Arrays.stream(difference).average().orElseThrow();
        double variance =
                Arrays.stream(difference).map(d -> (d - mean) * (d - mean)).sum() / (n - 1);
        double half = 1.96 * Math.sqrt(variance / n);
        System.out.printf(
                Locale.ROOT,
                "| %d | %.1f | %.1f | %+.2f (%+.2f to %+.2f) | %.1f | %.1f | %.2f | %.2f | %.2f |%n",
                now,
                1000 * before,
                1000 * (before + mean),
                100 * mean / before,
                100 * (mean - half) / before,
                100 * (mean + half) / before,
                1000.0 * plain.ofNew / n,
                1000.0 * exploring.ofNew / n,
                100.0 * exploring.explored / exploring.shown,
                1000.0 * exploring.exploredCarts / Math.max(1, exploring.explored),
                1000 * Arrays.stream(exploring.carts).sum() / exploring.shown);
    }

    /** Copies the events of items that were always there. */
    private void copy(Path from, Path to) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(from);
                BufferedWriter out = Files.newBufferedWriter(to)) {
            out.write(in.readLine() + "\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (week[world.itemOf(line.split(",", -1)[3])] == 0) {
                    out.write(line + "\n");
                }
            }
        }
    }

    /**
     * Copies what the catalogue says of items that are there in a week: of new ones as of the day before their first. Items that
     * nobody ever views are left out.
     */
    private void properties(Path from, Path to, int now) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(from);
                BufferedWriter out = Files.newBufferedWriter(to)) {
            out.write(in.readLine() + "\n");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] row = line.split(",", -1);
                int item = world.itemOf(row[1]);
                boolean used = Set.of("categoryid", "available", "790").contains(row[2]);
                if (used && item < week.length && week[item] <= now) {
                    long earliest = week[item] == 0 ? 0 : ShopSpec.END_MS + ((week[item] - 1) * 7 - 1) * DAY_MS;
                    row[0] = Long.toString(Math.max(earliest, Long.parseLong(row[0])));
                    out.write(String.join(",", row) + "\n");
                }
            }
        }
    }
}
