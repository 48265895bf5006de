package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * An item that would have stood in a list.
 *
 * @param rules the ids of the merchandising rules about it
 */
public record Removed(String itemId, Why why, List<String> rules) {
    public Removed {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(why, "why is null");
        rules = List.copyOf(rules);
    }

    /** The first cause that applies. */
    public enum Why {
        /** By the request. */
        EXCLUDED,
        IN_CART,
        PURCHASED,
        VIEWED,
        /** The shop says that it cannot be bought, or deleted it. */
        UNAVAILABLE,
        /** It was out of stock in the model's log, and only items in stock are asked for. */
        OUT_OF_STOCK,
        OTHER_CATEGORY,
        /** By a merchandising rule. */
        HIDDEN;

        /** The name over HTTP. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
