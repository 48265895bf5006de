package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.Progress;
import io.nextcart.data.UserId;
import io.nextcart.data.synthetic.ShopSpec;
import io.nextcart.data.synthetic.ShopWorld;
import io.nextcart.data.synthetic.Shopper;
import io.nextcart.local.client.ShopClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Simulates shoppers of a synthetic shop over HTTP after the last day of its log. Every other shopper sees recommendations, the
 * rest see the popularity list; both react by the same tastes, which the server never sees. A page is one item viewed, one
 * list of {@value #LIST} items without that item, and what the shopper clicks and puts in the cart. Each shopper depends
 * on nothing but the seed, so that the result does not depend on who comes first.
 */
final class SyntheticVisits {
    static final int LIST = 10;

    private static final int THREADS = 8;
    private static final long PAGE_MS = 40_000;
    private static final long STEP_MS = 2_000;
    private static final long DAY_MS = 86_400_000L;

    private final ShopWorld world;
    private final ShopClient client;

    SyntheticVisits(ShopWorld world, ShopClient client) {
        this.world = requireNonNull(world, "world is null");
        this.client = requireNonNull(client, "client is null");
    }

    record Comparison(ArmTally nextcart, ArmTally popularity) {}

    /**
     * Simulates both halves.
     *
     * @param shoppersPerArm at least 1
     */
    Comparison run(int shoppersPerArm, Progress progress) throws IOException {
        Comparison comparison = new Comparison(ArmTally.of(shoppersPerArm), ArmTally.of(shoppersPerArm));
        Parallel.run(2 * shoppersPerArm, THREADS, "simulating shoppers", "shoppers", progress, number -> {
            boolean ours = number % 2 == 0;
            ArmTally tally = ours ? comparison.nextcart : comparison.popularity;
            visit(number, number / 2, DAY_MS, ours, tally, events -> {});
        });
        return comparison;
    }

    /**
     * Simulates shoppers who all see recommendations.
     *
     * @param shoppers at least 1
     * @param within after the end of the log, when they arrive
     * @param sent takes the events that were sent, from several threads
     */
    ArmTally runAll(int shoppers, Duration within, Consumer<List<Event>> sent, Progress progress) throws IOException {
        ArmTally tally = ArmTally.of(shoppers);
        Parallel.run(
                shoppers,
                THREADS,
                "simulating shoppers",
                "shoppers",
                progress,
                number -> visit(number, number, within.toMillis(), true, tally, sent));
        return tally;
    }

    private void visit(int number, int place, long withinMs, boolean ours, ArmTally tally, Consumer<List<Event>> sent)
            throws IOException {
        Shopper shopper = world.shopper(number);
        UserId user = new UserId(shopper.userId());
        long timeMs = ShopSpec.END_MS + number * 7919L * STEP_MS % withinMs;
        do {
            ItemId viewed = new ItemId(shopper.nextOrganicView());
            List<Event> first = List.of(Event.of(user, EventType.VIEW, viewed, timeMs));
            client.send(first);
            sent.accept(first);
            ShopClient.Shown shown = list(user, viewed.value(), ours);
            Shopper.Reaction reaction = shopper.react(shown.items());
            List<Event> events = new ArrayList<>();
            long at = timeMs;
            for (String clicked : reaction.clicked()) {
                at += STEP_MS;
                events.add(event(user, EventType.VIEW, clicked, at, shown));
                if (reaction.carted().contains(clicked)) {
                    at += STEP_MS;
                    events.add(event(user, EventType.ADD_TO_CART, clicked, at, shown));
                }
            }
            if (!events.isEmpty()) {
                client.send(events);
                sent.accept(events);
            }
            tally.shown()[place] += shown.items().size();
            tally.clicks()[place] += reaction.clicked().size();
            tally.carts()[place] += reaction.carted().size();
            timeMs = Math.max(at + STEP_MS, timeMs + PAGE_MS);
        } while (shopper.staysOn());
    }

    /** The list on the page of an item. The popularity list is requested with one to spare, in case it has the item. */
    private ShopClient.Shown list(UserId user, String viewed, boolean ours) throws IOException {
        if (ours) {
            return client.recommend(user, LIST, List.of(viewed));
        }
        ShopClient.Shown popular = client.popular(LIST + 1);
        List<String> others = popular.items().stream()
                .filter(item -> !item.equals(viewed))
                .limit(LIST)
                .toList();
        return new ShopClient.Shown(popular.recommendationId(), popular.fallbackLevel(), others);
    }

    private static Event event(UserId user, EventType type, String item, long timestampMs, ShopClient.Shown shown) {
        return new Event(null, user, type, new ItemId(item), timestampMs, null, null, shown.recommendationId());
    }
}
