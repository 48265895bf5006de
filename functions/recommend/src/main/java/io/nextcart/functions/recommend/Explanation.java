package io.nextcart.functions.recommend;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.JsonFields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Background on recommended items for people, from the tables that ranked them. */
final class Explanation {
    private final Tables tables;
    /** How many events of the history each item has. */
    private final Map<String, Integer> events = new HashMap<>();
    /** The items of the history that the tables know, each once, in the order of their first events. */
    private final int[] seen;

    /** @param history of the shopper, oldest first */
    Explanation(Tables tables, List<Interaction> history) {
        this.tables = tables;
        history.forEach(done -> events.merge(done.itemId(), 1, Integer::sum));
        this.seen = history.stream()
                .map(Interaction::itemId)
                .distinct()
                .mapToInt(tables.items()::indexOf)
                .filter(item -> item >= 0)
                .toArray();
    }

    /**
     * The field {@code explain}: the events on the item in the history; the items of the history to which
     * co-visitation, co-cart and co-purchase tie it most strongly; its category; its views, carts and purchases in the
     * training log; and the merchandising rules about it.
     */
    JsonFields of(Ranking.Item shown) {
        ItemTable items = tables.items();
        int index = items.indexOf(shown.itemId());
        int item = index < 0 ? items.size() : index; // an index above the tables' is an unknown item
        int category = items.category(item);
        return new JsonFields()
                .put("events_in_history", events.getOrDefault(shown.itemId(), 0))
                .put("viewed_after", strongest(tables.coVisitation(), item))
                .put("carted_with", strongest(tables.coCart(), item))
                .put("bought_with", strongest(tables.coPurchase(), item))
                .put("category", category < 0 ? null : tables.categories().id(category))
                .put("views", items.views(item))
                .put("carts", items.carts(item))
                .put("purchases", items.purchases(item))
                .put("rules", shown.rules());
    }

    private @Nullable String strongest(NeighborTable neighbors, int item) {
        int best = -1;
        float bestWeight = 0;
        for (int from : seen) {
            float weight = from == item ? 0 : neighbors.weightOf(from, item);
            if (weight > bestWeight) {
                bestWeight = weight;
                best = from;
            }
        }
        return best < 0 ? null : tables.items().id(best);
    }
}
