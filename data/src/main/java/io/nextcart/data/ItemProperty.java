package io.nextcart.data;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A value that a property of an item took at a time; it holds until the next row of the same item and property.
 *
 * @param timestampMs milliseconds since the epoch, UTC
 * @param property the shop's name for it; {@code categoryid}, {@code available} and the price property have a meaning
 * @param value as written in the log; null when the shop unset the property: the item has none from then on
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
