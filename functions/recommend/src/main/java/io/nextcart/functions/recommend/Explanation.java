package io.nextcart.functions.recommend;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.NeighborTable;
import io.nextcart.engine.table.Tables;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person may want to know about a recommended item, from the tables that ranked it. */
final class Explanation {
    private Explanation() {}

    /**
     * Writes {@code explain}: the events on the item in the history, the items of the history that it follows most strongly in other
     * sessions and is most often carted and bought with, its category, and its views, carts and purchases in the training log.
     *
     * @param history of the shopper
     */
    static void write(JsonGenerator json, Tables tables, List<Interaction> history, String itemId) throws IOException {
        ItemTable items = tables.items();
        int index = items.indexOf(itemId);
        int item = index < 0 ? items.size() : index; // an item above the tables' is one that nothing is known of
        int category = items.category(item);
        long events =
                history.stream().filter(done -> done.itemId().equals(itemId)).count();
        json.writeObjectFieldStart("explain");
        json.writeNumberField("events_in_history", events);
        json.writeStringField("viewed_after", strongest(tables.coVisitation(), items, history, item));
        json.writeStringField("carted_with", strongest(tables.coCart(), items, history, item));
        json.writeStringField("bought_with", strongest(tables.coPurchase(), items, history, item));
        json.writeStringField(
                "category", category < 0 ? null : tables.categories().id(category));
        json.writeNumberField("views", items.views(item));
        json.writeNumberField("carts", items.carts(item));
        json.writeNumberField("purchases", items.purchases(item));
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
