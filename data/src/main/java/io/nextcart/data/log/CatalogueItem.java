package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the shop says of an item, as of a time; a part that is null was never said.
 *
 * @param available whether it may be recommended
 * @param category the shop's category id
 * @param price in the shop's currency, finite and at least 0
 * @param updatedAtMs when the last of it was said, milliseconds since the epoch; 0 when that is not known
 */
public record CatalogueItem(
        ItemId itemId,
        @Nullable Boolean available,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String title,
        @Nullable String imageUrl,
        long updatedAtMs) {
    /** Separates the categories of an item, in files and in the catalogue: no id of a category holds it. */
    public static final String BETWEEN_CATEGORIES = "|";

    static final String EXPECTED_PRICE = "expected a number, 0 or more";

    public CatalogueItem {
        requireNonNull(itemId, "itemId is null");
        if (price != null && !(Double.isFinite(price) && price >= 0)) {
            throw new IllegalArgumentException("price " + EXPECTED_PRICE);
        }
        if (updatedAtMs < 0) {
            throw new IllegalArgumentException("updatedAt is " + updatedAtMs + ", expected milliseconds since 1970");
        }
    }

    /** Whether the other line says the same of the same item, at whatever time. */
    public boolean saysWhat(CatalogueItem other) {
        return itemId.equals(other.itemId)
                && Objects.equals(available, other.available)
                && Objects.equals(category, other.category)
                && Objects.equals(price, other.price)
                && Objects.equals(title, other.title)
                && Objects.equals(imageUrl, other.imageUrl);
    }

    /** The parts that training knows, as properties by the names of {@link RetailRocket}. */
    List<ItemProperty> properties() {
        List<ItemProperty> properties = new ArrayList<>();
        add(properties, RetailRocket.CATEGORY_PROPERTY, category);
        add(properties, RetailRocket.AVAILABLE_PROPERTY, available == null ? null : available ? "1" : "0");
        add(properties, RetailRocket.PRICE_PROPERTY, price == null ? null : price.toString());
        return properties;
    }

    private void add(List<ItemProperty> properties, String name, @Nullable String value) {
        if (value != null) {
            properties.add(new ItemProperty(updatedAtMs, itemId, name, value));
        }
    }

    /** The first of categories that are separated by bars, null when there is none. */
    static @Nullable String firstCategory(String categories) {
        int bar = categories.indexOf('|');
        String first = (bar < 0 ? categories : categories.substring(0, bar)).strip();
        return first.isEmpty() ? null : first;
    }
}
