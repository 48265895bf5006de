package io.nextcart.functions.store.dynamo;

import io.nextcart.data.Event;
import io.nextcart.functions.store.CatalogueItem;
import java.util.LinkedHashMap;
import java.util.Map;

/** Items as the store writes them, in the form that the stream's JSON has. */
public final class StreamImages {
    private StreamImages() {}

    /** The attributes that hold the event itself. */
    public static Map<String, Object> of(Event event) {
        Map<String, Object> image = new LinkedHashMap<>();
        EventItem.of(event)
                .forEach((name, value) ->
                        image.put(name, value.s() != null ? Map.of("S", value.s()) : Map.of("N", value.n())));
        return image;
    }

    /** The attributes of what is said of an item, its keys among them. */
    public static Map<String, Object> of(CatalogueItem item) {
        Map<String, Object> image = new LinkedHashMap<>();
        DynamoCatalogueStore.attributes(item, item.updatedAtMs()).forEach((name, value) -> {
            if (value.bool() != null) {
                image.put(name, Map.of("BOOL", value.bool()));
            } else {
                image.put(name, value.s() != null ? Map.of("S", value.s()) : Map.of("N", value.n()));
            }
        });
        image.put("item_id", Map.of("S", item.itemId().value()));
        return image;
    }
}
