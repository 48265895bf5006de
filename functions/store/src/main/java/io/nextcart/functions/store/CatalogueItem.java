package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import org.jspecify.annotations.Nullable;

/**
 * What the shop says of an item now, ahead of the next retrain. A part that is null was never said.
 *
 * @param available whether it may be recommended
 * @param category the shop's category id
 * @param price in the shop's currency; finite and not negative
 * @param updatedAtMs when it was last said, milliseconds since the epoch
 */
public record CatalogueItem(
        ItemId itemId,
        @Nullable Boolean available,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String title,
        @Nullable String imageUrl,
        long updatedAtMs) {
    public CatalogueItem {
        requireNonNull(itemId, "itemId is null");
        if (price != null && !(Double.isFinite(price) && price >= 0)) {
            throw new IllegalArgumentException("price is " + price + ", expected a finite number, 0 or more");
        }
        if (updatedAtMs < 0) {
            throw new IllegalArgumentException("updatedAt is " + updatedAtMs + ", expected milliseconds since 1970");
        }
    }
}
