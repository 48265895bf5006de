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
import java.util.Set;
import java.util.function.Consumer;

/**
 * Simulates shoppers of a synthetic shop over HTTP after the last day of its log. A third see recommendations, a
 * third the popularity list, and a third the rule's lists; all react by the same tastes, which the server never
 * sees. A page is one item viewed, one list of {@value #LIST} items without that item, and what the shopper clicks and
 * puts in the cart. Each shopper depends only on the seed, so the result does not depend on the order of arrival.
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

    record Comparison(ArmTally nextcart, ArmTally rule, ArmTally popularity) {}

    /** The list on an item's page. */
    private interface Page {
        /** @param history the shopper's events in this visit so far, oldest first */
        ShopClient.Shown list(UserId user, List<Event> history, String viewed) throws IOException;
    }

    /**
     * Simulates all arms.
     *
     * @param shoppersPerArm at least 1
     */
    Comparison run(int shoppersPerArm, RuleLists rule, Progress progress) throws IOException {
        Comparison comparison =
                new Comparison(ArmTally.of(shoppersPerArm), ArmTally.of(shoppersPerArm), ArmTally.of(shoppersPerArm));
        Page ruled =
                (user, history, viewed) -> new ShopClient.Shown(null, "", rule.list(history, LIST, Set.of(viewed)));
        Parallel.run(3 * shoppersPerArm, THREADS, "simulating shoppers", "shoppers", progress, number -> {
            if (number >= 2 * shoppersPerArm) {
                visit(number, number - 2 * shoppersPerArm, DAY_MS, ruled, comparison.rule, events -> {});
            } else if (number % 2 == 0) {
                visit(number, number / 2, DAY_MS, this::recommended, comparison.nextcart, events -> {});
            } else {
                visit(number, number / 2, DAY_MS, this::popular, comparison.popularity, events -> {});
            }
        });
        return comparison;
    }

    /**
     * Simulates shoppers who all see recommendations.
     *
     * @param shoppers at least 1
     * @param within period after the end of the log in which they arrive
     * @param sent receives the events sent, from several threads
     */
    ArmTally runAll(int shoppers, Duration within, Consumer<List<Event>> sent, Progress progress) throws IOException {
        ArmTally tally = ArmTally.of(shoppers);
        Parallel.run(
                shoppers,
                THREADS,
                "simulating shoppers",
                "shoppers",
                progress,
                number -> visit(number, number, within.toMillis(), this::recommended, tally, sent));
        return tally;
    }

    private void visit(int number, int place, long withinMs, Page page, ArmTally tally, Consumer<List<Event>> sent)
            throws IOException {
        List<Event> history = new ArrayList<>();
        Shopper shopper = world.shopper(number);
        UserId user = new UserId(shopper.userId());
        long timeMs = ShopSpec.END_MS + number * 7919L * STEP_MS % withinMs;
        do {
            ItemId viewed = new ItemId(shopper.nextOrganicView());
            List<Event> first = List.of(Event.of(user, EventType.VIEW, viewed, timeMs));
            client.send(first);
            sent.accept(first);
            history.addAll(first);
            ShopClient.Shown shown = page.list(user, history, viewed.value());
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
                history.addAll(events);
            }
            tally.shown()[place] += shown.items().size();
            tally.clicks()[place] += reaction.clicked().size();
            tally.carts()[place] += reaction.carted().size();
            timeMs = Math.max(at + STEP_MS, timeMs + PAGE_MS);
        } while (shopper.staysOn());
    }

    private ShopClient.Shown recommended(UserId user, List<Event> history, String viewed) throws IOException {
        return client.recommend(user, LIST, List.of(viewed));
    }

    /** The popularity list, requested with one item to spare in case the viewed item is in it. */
    private ShopClient.Shown popular(UserId user, List<Event> history, String viewed) throws IOException {
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
