package io.nextcart.functions.recommend;

import io.nextcart.engine.Interaction;
import io.nextcart.engine.Ranking;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.JsonFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Background on a recommended item for people, from the tables that ranked it. */
final class Explanation {
    private Explanation() {}

    /**
     * The field {@code explain}: the events on the item in the history; the items of the history to which
     * co-visitation, co-cart and co-purchase tie it most strongly; its category; its views, carts and purchases in the
     * training log; and the merchandising rules about it.
     *
     * @param history of the shopper
     */
    static JsonFields of(Tables tables, List<Interaction> history, Ranking.Item shown) {
        String itemId = shown.itemId();
        ItemTable items = tables.items();
        int index = items.indexOf(itemId);
        int item = index < 0 ? items.size() : index; // an index above the tables' is an unknown item
        int category = items.category(item);
        return new JsonFields()
                .put(
                        "events_in_history",
                        history.stream()
                                .filter(done -> done.itemId().equals(itemId))
                                .count())
                .put("viewed_after", strongest(tables.coVisitation(), items, history, item))
                .put("carted_with", strongest(tables.coCart(), items, history, item))
                .put("bought_with", strongest(tables.coPurchase(), items, history, item))
                .put("category", category < 0 ? null : tables.categories().id(category))
                .put("views", items.views(item))
                .put("carts", items.carts(item))
                .put("purchases", items.purchases(item))
                .put("rules", shown.rules());
    }

    private static @Nullable String strongest(
            NeighborTable neighbors, ItemTable items, List<Interaction> history, int item) {
        String best = null;
        float bestWeight = 0;
        for (Interaction done : history) {
            int from = items.indexOf(done.itemId());
            float weight = from < 0 || from == item ? 0 : neighbors.weightOf(from, item);
            if (weight > bestWeight) {
                bestWeight = weight;
                best = done.itemId();
            }
        }
        return best;
    }
}
