package io.nextcart.functions.recommend;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person may want to know about a recommended item, from the tables that ranked it.
 *
 * @param eventsInHistory the shopper's events on it
 * @param viewedAfter the item of the history that it follows most strongly in other shoppers' sessions, or null
 * @param cartedWith the item of the history that is most often carted with it, or null
 * @param boughtWith the item of the history that is most often bought with it, or null
 * @param views in the log that the model was trained on; carts and purchases likewise
 */
record Explanation(
        int eventsInHistory,
        @Nullable String viewedAfter,
        @Nullable String cartedWith,
        @Nullable String boughtWith,
        @Nullable String category,
        int views,
        int carts,
        int purchases) {

    static Explanation of(Tables tables, List<Interaction> history, String itemId) {
        ItemTable items = tables.items();
        int item = items.indexOf(itemId);
        int events = 0;
        for (Interaction done : history) {
            events += done.itemId().equals(itemId) ? 1 : 0;
        }
        return new Explanation(
                events,
                strongest(tables.coVisitation(), items, history, item),
                strongest(tables.coCart(), items, history, item),
                strongest(tables.coPurchase(), items, history, item),
                items.category(item) < 0 ? null : tables.categories().id(items.category(item)),
                items.views(item),
                items.carts(item),
                items.purchases(item));
    }

    void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("explain");
        json.writeNumberField("events_in_history", eventsInHistory);
        json.writeStringField("viewed_after", viewedAfter);
        json.writeStringField("carted_with", cartedWith);
        json.writeStringField("bought_with", boughtWith);
        json.writeStringField("category", category);
        json.writeNumberField("views", views);
        json.writeNumberField("carts", carts);
        json.writeNumberField("purchases", purchases);
        json.writeEndObject();
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
