package io.nextcart.engine.rank;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Exploration;
import io.nextcart.engine.session.SessionState;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.RareItems;
import io.nextcart.engine.table.Tables;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Gives places of a list to {@link RareItems} of the categories that the shopper looked at, by Thompson sampling (Thompson,
 * Biometrika 1933; Chapelle and Li, "An Empirical Evaluation of Thompson Sampling", NIPS 2011): of a few items drawn, the one
 * is shown whose cart rate, drawn from what its views and carts leave possible, is highest. Thread-safe.
 */
final class Explorer {
    /** Items that one place chooses from. */
    private static final int DRAWN = 16;
    /** Categories that are tried, that of the newest item first. */
    private static final int MOST_CATEGORIES = 3;
    /** How many views at the shop's cart rate an item starts with. */
    private static final double PRIOR_VIEWS = 20;
    /** In place of a cart rate of 0. */
    private static final double LEAST_RATE = 0.001;

    private final Tables tables;
    private volatile @Nullable RareItems rare;

    Explorer(Tables tables) {
        this.tables = requireNonNull(tables, "tables is null");
    }

    /** Lets rare items take places of a full list; the first place never. */
    void explore(SessionState session, Selection selection, int k, Exploration wanted) {
        RareItems from = rare();
        SplittableRandom random = new SplittableRandom(wanted.seed());
        for (int place = 1; place < k; place++) {
            int item = random.nextDouble() < wanted.share() ? draw(from, session, selection, random) : -1;
            if (item >= 0) {
                selection.insert(place, item);
            }
        }
    }

    /** Found once, by the first list that explores. */
    private RareItems rare() {
        RareItems found = rare;
        if (found == null) {
            found = RareItems.of(tables);
            rare = found;
        }
        return found;
    }

    private int draw(RareItems from, SessionState session, Selection selection, SplittableRandom random) {
        int last = ItemTable.NO_CATEGORY - 1;
        int tried = 0;
        for (int d = 0; d < session.knownCount() && tried < MOST_CATEGORIES; d++) {
            int category = tables.items().category(session.knownItem(d));
            if (category != last) {
                int item = best(from, category, selection, random);
                if (item >= 0) {
                    return item;
                }
                last = category;
                tried++;
            }
        }
        return -1;
    }

    private int best(RareItems from, int category, Selection selection, SplittableRandom random) {
        int start = from.from(category);
        int size = from.to(category) - start;
        int best = -1;
        double highest = -1;
        for (int i = 0; i < Math.min(DRAWN, size); i++) {
            int item = from.item(start + (size <= DRAWN ? i : random.nextInt(size)));
            if (selection.accepts(item)) {
                double rate = cartRate(item, from.cartRate(), random);
                best = rate > highest ? item : best;
                highest = Math.max(highest, rate);
            }
        }
        return best;
    }

    private double cartRate(int item, double ofShop, SplittableRandom random) {
        double prior = Math.max(ofShop, LEAST_RATE) * PRIOR_VIEWS;
        int carts = tables.items().carts(item);
        int without = Math.max(0, tables.items().views(item) - carts);
        return beta(prior + carts, PRIOR_VIEWS - prior + without, random);
    }

    /** Draws from Beta(a, b); b may be 0. */
    private static double beta(double a, double b, SplittableRandom random) {
        double first = gamma(a, random);
        return b <= 0 ? 1 : first / (first + gamma(b, random));
    }

    /**
     * Draws from Gamma(shape, 1): Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables", ACM Transactions on
     * Mathematical Software 26, 2000. The same on every machine.
     */
    private static double gamma(double shape, SplittableRandom random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * StrictMath.pow(1 - random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double root = 1 + c * x;
            double v = root * root * root;
            if (root > 0 && StrictMath.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /** Draws from the standard normal distribution, by Marsaglia's polar method. */
    private static double normal(SplittableRandom random) {
        while (true) {
            double x = 2 * random.nextDouble() - 1;
            double y = 2 * random.nextDouble() - 1;
            double square = x * x + y * y;
            if (square > 0 && square < 1) {
                return x * Math.sqrt(-2 * StrictMath.log(square) / square);
            }
        }
    }
}
