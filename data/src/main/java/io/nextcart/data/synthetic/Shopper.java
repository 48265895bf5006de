package io.nextcart.data.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A visitor who comes after the log's last day and sees recommendations. Looks down a list with falling attention and
 * clicks what they like: the same rule for every list. Not thread-safe.
 */
public final class Shopper {
    private static final long SHOPPER_KIND = 9;
    private static final double ATTENTION = 0.88;
    private static final double INTEREST_SLOPE = 5;
    private static final double INTEREST_NEEDED = 1.45;
    private static final double FAME = 0.7;
    private static final double SEEN_BEFORE = 0.5;

    private final ShopWorld world;
    private final Taste taste;
    private final SplittableRandom random;
    private final SessionScript script;
    private final String userId;
    private boolean began;

    Shopper(ShopWorld world, long shopperSeed) {
        this.world = world;
        this.random = Mix.random(world.spec().seed(), SHOPPER_KIND, shopperSeed);
        this.taste = Taste.draw(world, random);
        this.script = new SessionScript(world, taste, random);
        this.userId = "shopper-" + shopperSeed;
    }

    /**
     * What a shopper does with a list.
     *
     * @param clicked item ids in the order of the list
     * @param carted the clicked items that go into the cart
     */
    public record Reaction(List<String> clicked, List<String> carted) {
        public Reaction {
            clicked = List.copyOf(clicked);
            carted = List.copyOf(carted);
        }
    }

    public String userId() {
        return userId;
    }

    /** The item that the shopper views next without any recommendation. */
    public String nextOrganicView() {
        int item = began ? script.next(ShopSpec.END_MS) : script.first(ShopSpec.END_MS);
        began = true;
        return world.itemId(item);
    }

    /** Whether the shopper continues after this page: simulated sessions have about six pages on average. */
    public boolean staysOn() {
        return random.nextDouble() < 5.0 / 6;
    }

    /** Shows the shopper a list of item ids, best first. Call {@link #nextOrganicView} before the first list. */
    public Reaction react(List<String> shown) {
        if (!began) {
            throw new IllegalStateException("the shopper has looked at nothing, expected nextOrganicView first");
        }
        List<String> clicked = new ArrayList<>();
        List<String> carted = new ArrayList<>();
        double attention = 1;
        for (String id : shown) {
            int item = world.itemOf(id);
            double draw = random.nextDouble();
            double cartDraw = random.nextDouble();
            if (item >= 0 && item < world.spec().itemsSeen() && draw < attention * interest(item)) {
                clicked.add(id);
                double suits = Mix.logistic(3 * affinity(item) - 2.2);
                if (world.isAvailable(item, ShopWorld.week(ShopSpec.END_MS)) && cartDraw < suits) {
                    carted.add(id);
                }
            }
            attention *= ATTENTION;
        }
        return new Reaction(clicked, carted);
    }

    /** How well an item suits the shopper: about −1 to 1. */
    double affinity(int item) {
        return world.affinity(taste.vector(), item);
    }

    /**
     * The click probability at full attention: from taste, the current need, and fame, which appeals a little to
     * everybody.
     */
    private double interest(int item) {
        int current = script.current();
        if (item == current) {
            return 0;
        }
        double need = 0;
        if (world.category(item) == world.category(current)) {
            need = world.lineStart(item) == world.lineStart(current) ? 0.6 : 0.3;
        }
        double interest =
                Mix.logistic(INTEREST_SLOPE * (affinity(item) + need + FAME * world.fame(item) - INTEREST_NEEDED));
        return 0.5 * interest * (script.remembers(item) ? SEEN_BEFORE : 1);
    }
}
