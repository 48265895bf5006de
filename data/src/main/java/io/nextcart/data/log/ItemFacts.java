package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another system's export says of an item.
 *
 * @param sinceMs from when on it holds, milliseconds since the epoch; 0 when the export does not tell
 * @param available whether it may be recommended
 * @param category null when the export names none
 * @param price in the shop's currency, at least 0; null when the export names none
 */
record ItemFacts(
        long sinceMs,
        ItemId itemId,
        boolean available,
        @Nullable String category,
        @Nullable Double price) {
    ItemFacts {
        requireNonNull(itemId, "itemId is null");
    }

    /** The first of categories that are separated by bars, null when there is none. */
    static @Nullable String first(String categories) {
        int bar = categories.indexOf('|');
        String first = (bar < 0 ? categories : categories.substring(0, bar)).strip();
        return first.isEmpty() ? null : first;
    }

    /** The same as RetailRocket's properties. */
    List<ItemProperty> properties() {
        List<ItemProperty> properties = new ArrayList<>();
        if (category != null) {
            properties.add(new ItemProperty(sinceMs, itemId, RetailRocket.CATEGORY_PROPERTY, category));
        }
        properties.add(new ItemProperty(sinceMs, itemId, RetailRocket.AVAILABLE_PROPERTY, available ? "1" : "0"));
        if (price != null) {
            properties.add(new ItemProperty(sinceMs, itemId, RetailRocket.PRICE_PROPERTY, Double.toString(price)));
        }
        return properties;
    }
}
