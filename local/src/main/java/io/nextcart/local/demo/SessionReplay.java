package io.nextcart.local.demo;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.Progress;
import io.nextcart.local.client.ShopClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replays held-out sessions over HTTP, event by event, and requests recommendations after each view: do they contain
 * the next item? Compared with baselines.
 */
final class SessionReplay {
    static final int LIST = 20;

    private static final int THREADS = 8;

    private final ShopClient client;
    private final RuleLists rule;
    private final EventType target;

    /**
     * @param rule the baseline's lists
     * @param target the action whose next item should be in the list
     */
    SessionReplay(ShopClient client, RuleLists rule, EventType target) {
        this.client = requireNonNull(client, "client is null");
        this.rule = requireNonNull(rule, "rule is null");
        this.target = requireNonNull(target, "target is null");
    }

    /**
     * How well lists predicted, one value per session.
     *
     * @param lists lists requested
     * @param found lists that contained the next item
     * @param reciprocalRank sum of 1/rank of the next item, 0 where it was not in the list
     */
    record Score(double[] lists, double[] found, double[] reciprocalRank) {
        static Score of(int sessions) {
            return new Score(new double[sessions], new double[sessions], new double[sessions]);
        }

        void add(int session, List<String> list, String next) {
            int rank = list.subList(0, Math.min(LIST, list.size())).indexOf(next) + 1;
            lists[session]++;
            found[session] += rank > 0 ? 1 : 0;
            reciprocalRank[session] += rank > 0 ? 1.0 / rank : 0;
        }

        Rate hitRate() {
            return new Rate(found, lists);
        }

        Rate meanReciprocalRank() {
            return new Rate(reciprocalRank, lists);
        }
    }

    record Outcome(Score nextcart, Score rule, Score ownItems, Score popularity) {
        private static final String LINE = "  %-24s %-26s   %-22s   %s";

        /**
         * A table for people.
         *
         * @param predicted what a list should predict, such as {@code next items}
         */
        List<String> lines(String predicted) {
            if (sum(nextcart.lists) == 0) {
                return List.of("The held-out sessions have no " + predicted + ": nothing to compare on this log.");
            }
            return List.of(
                    String.format(LINE, "a list of 20", predicted + " found", "HR@20", "MRR@20"),
                    line("Nextcart", nextcart),
                    line("the untrained rule", rule),
                    line("the shopper's own items", ownItems),
                    line("the popularity list", popularity),
                    "",
                    String.format(
                            Locale.ROOT,
                            "Nextcart's lists held %,.0f %s; those of the best rule that needs no training, own items, then"
                                    + " co-visitation, %,.0f.",
                            sum(nextcart.found),
                            predicted,
                            sum(rule.found)));
        }

        private static String line(String name, Score score) {
            return String.format(
                    LINE,
                    name,
                    String.format(Locale.ROOT, "%,.0f of %,.0f", sum(score.found), sum(score.lists)),
                    score.hitRate().interval().text(100, " %"),
                    score.meanReciprocalRank().interval().text(100, " %"));
        }

        private static double sum(double[] values) {
            return Arrays.stream(values).sum();
        }
    }

    /** Replays the sessions: those of one shopper in order, different shoppers in parallel. */
    Outcome run(List<HeldOut.Session> sessions, Progress progress) throws IOException {
        Outcome outcome = new Outcome(
                Score.of(sessions.size()),
                Score.of(sessions.size()),
                Score.of(sessions.size()),
                Score.of(sessions.size()));
        List<String> popular = client.popular(LIST).items();
        Map<String, List<Integer>> byShopper = new TreeMap<>();
        for (int s = 0; s < sessions.size(); s++) {
            byShopper
                    .computeIfAbsent(sessions.get(s).user().value(), user -> new ArrayList<>())
                    .add(s);
        }
        List<List<Integer>> shoppers = List.copyOf(byShopper.values());
        Parallel.run(shoppers.size(), THREADS, "replaying sessions", "shoppers", progress, shopper -> {
            for (int s : shoppers.get(shopper)) {
                replay(s, sessions.get(s), popular, outcome);
            }
        });
        return outcome;
    }

    private void replay(int number, HeldOut.Session session, List<String> popular, Outcome outcome) throws IOException {
        if (!session.earlier().isEmpty()) {
            client.send(session.earlier());
        }
        List<Event> seen = new ArrayList<>(session.earlier());
        List<Event> events = session.events();
        for (int i = 0; i < events.size() - 1; i++) {
            client.send(List.of(events.get(i)));
            seen.add(events.get(i));
            String next = next(events, i);
            if (events.get(i).type() != EventType.VIEW || next == null) {
                continue;
            }
            List<String> ours =
                    client.recommend(session.user(), LIST, List.of()).items();
            outcome.nextcart.add(number, ours, next);
            outcome.rule.add(number, rule.list(seen, LIST, Set.of()), next);
            outcome.ownItems.add(number, newestFirst(seen, popular), next);
            outcome.popularity.add(number, popular, next);
        }
    }

    private @Nullable String next(List<Event> events, int position) {
        for (Event event : events.subList(position + 1, events.size())) {
            if (event.type() == target) {
                return event.itemId().value();
            }
        }
        return null;
    }

    private static List<String> newestFirst(List<Event> seen, List<String> popular) {
        List<String> newestFirst = new ArrayList<>();
        seen.forEach(event -> newestFirst.add(event.itemId().value()));
        Collections.reverse(newestFirst);
        Set<String> own = new LinkedHashSet<>(newestFirst);
        own.addAll(popular);
        return List.copyOf(own);
    }
}
