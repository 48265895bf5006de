package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A property that an item took on at a time; it holds until the next row of the same item and property.
 *
 * @param timestampMs milliseconds since the epoch, UTC
 * @param property the shop's name of it; {@code categoryid}, {@code available} and the price property have a meaning
 * @param value as written in the log; null when the shop has unset the property: from then on the item has none
 */
public record ItemProperty(
        long timestampMs,
        ItemId itemId,
        String property,
        @Nullable String value) {
    public ItemProperty {
        requireNonNull(itemId, "itemId is null");
        requireNonNull(property, "property is null");
    }
}
