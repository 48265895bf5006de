package io.nextcart.local.demo;

import io.nextcart.data.Event;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.bundle.BundleLoader;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.rank.RuleRanker;
import io.nextcart.store.FolderObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The lists of the best baseline, from the tables of the model in service. Thread-safe. */
final class RuleLists {
    private final Recommender recommender;

    private RuleLists(Recommender recommender) {
        this.recommender = recommender;
    }

    static RuleLists of(DemoSettings settings) throws IOException {
        BundleLoader loader = new BundleLoader(new FolderObjectStore(settings.store()), settings.data());
        String version = loader.current().orElseThrow().champion();
        return new RuleLists(new Recommender(loader.load(version).tables(), new RuleRanker()));
    }

    /**
     * A list for a shopper.
     *
     * @param history the shopper's events, oldest first
     */
    List<String> list(List<Event> history, int k, Set<String> exclude) {
        int from = Math.max(0, history.size() - Query.MAX_HISTORY);
        List<Interaction> known = history.subList(from, history.size()).stream()
                .map(event -> new Interaction(event.itemId().value(), event.type(), event.timestampMs()))
                .toList();
        Query.Filters filters = new Query.Filters(exclude, Set.of(), null, false, false, false);
        return recommender.recommend(new Query(known, true, k, filters, 0)).items().stream()
                .map(Ranking.Item::itemId)
                .toList();
    }
}
