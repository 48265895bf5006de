package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.Money;
import io.nextcart.data.WireName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of an item, or its state as of a time. A part is null when it was never set, or is unset.
 *
 * @param available whether it may be recommended
 * @param category the shop's category id, or several separated by {@link #BETWEEN_CATEGORIES}, most important first
 * @param price in the shop's currency, 0 to {@link Money#MOST}
 * @param unset parts that the shop has removed: the item has none, whatever it had before
 * @param deleted whether the shop has removed the item from its catalogue: it is not shown until the shop sends it
 *     again
 * @param updatedAtMs time of the latest change, milliseconds since the epoch; 0 when unknown
 */
public record CatalogueItem(
        ItemId itemId,
        @Nullable Boolean available,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String title,
        @Nullable String imageUrl,
        Set<Part> unset,
        boolean deleted,
        long updatedAtMs) {
    /** The parts that a change can set. */
    public enum Part implements WireName {
        AVAILABLE,
        CATEGORY,
        PRICE,
        TITLE,
        IMAGE_URL;
    }

    /** Separates the categories of an item, in files and in the catalogue; a category id cannot contain it. */
    public static final String BETWEEN_CATEGORIES = "|";

    /** Most characters of a title. */
    public static final int MAX_TITLE = 500;

    /** Most characters of an image's address. */
    public static final int MAX_IMAGE_URL = 2000;

    /** Most categories of an item in one change. */
    public static final int MAX_CATEGORIES = 20;

    public CatalogueItem {
        requireNonNull(itemId, "itemId is null");
        if (price != null && !(Money.isPlausible(price) && price >= 0)) {
            throw new IllegalArgumentException("price " + Money.EXPECTED_PRICE);
        }
        if (updatedAtMs < 0) {
            throw new IllegalArgumentException("updatedAt is " + updatedAtMs + ", expected milliseconds since 1970");
        }
        unset = Set.copyOf(unset);
    }

    /** An item that is not deleted. */
    public CatalogueItem(
            ItemId itemId,
            @Nullable Boolean available,
            @Nullable String category,
            @Nullable Double price,
            @Nullable String title,
            @Nullable String imageUrl,
            Set<Part> unset,
            long updatedAtMs) {
        this(itemId, available, category, price, title, imageUrl, unset, false, updatedAtMs);
    }

    /** An item that is not deleted, with nothing unset. */
    public CatalogueItem(
            ItemId itemId,
            @Nullable Boolean available,
            @Nullable String category,
            @Nullable Double price,
            @Nullable String title,
            @Nullable String imageUrl,
            long updatedAtMs) {
        this(itemId, available, category, price, title, imageUrl, Set.of(), updatedAtMs);
    }

    /** An item that the shop removed from its catalogue: whatever was known of it no longer holds. */
    public static CatalogueItem deleted(ItemId itemId, long atMs) {
        return new CatalogueItem(itemId, null, null, null, null, null, EnumSet.allOf(Part.class), true, atMs);
    }

    /** This change applied to an earlier one: parts that this one does not set stay, and the later time wins. */
    public CatalogueItem over(CatalogueItem before) {
        EnumSet<Part> none = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (unset.contains(part) || (before.unset.contains(part) && value(part) == null)) {
                none.add(part);
            }
        }
        return new CatalogueItem(
                itemId,
                says(Part.AVAILABLE) ? available : before.available,
                says(Part.CATEGORY) ? category : before.category,
                says(Part.PRICE) ? price : before.price,
                says(Part.TITLE) ? title : before.title,
                says(Part.IMAGE_URL) ? imageUrl : before.imageUrl,
                none,
                deleted,
                Math.max(before.updatedAtMs, updatedAtMs));
    }

    private boolean says(Part part) {
        return unset.contains(part) || value(part) != null;
    }

    /** What is said of a part: a truth value, a number or a text; null when nothing is. */
    public @Nullable Object value(Part part) {
        return switch (part) {
            case AVAILABLE -> available;
            case CATEGORY -> category;
            case PRICE -> price;
            case TITLE -> title;
            case IMAGE_URL -> imageUrl;
        };
    }

    /** The categories, most important first; empty when there are none. */
    public List<String> categories() {
        return category == null ? List.of() : CatalogueValues.categories(category);
    }

    /** Whether both have the same content for the same item; their times may differ. */
    public boolean saysWhat(CatalogueItem other) {
        return itemId.equals(other.itemId)
                && Objects.equals(available, other.available)
                && Objects.equals(category, other.category)
                && Objects.equals(price, other.price)
                && Objects.equals(title, other.title)
                && Objects.equals(imageUrl, other.imageUrl)
                && unset.equals(other.unset)
                && deleted == other.deleted;
    }

    /** The parts that training uses, as properties with the names of {@link RetailRocket}. */
    public List<ItemProperty> properties() {
        List<ItemProperty> properties = new ArrayList<>();
        add(properties, Part.CATEGORY, RetailRocket.CATEGORY_PROPERTY, category);
        String stock = available == null ? null : available ? "1" : "0";
        add(properties, Part.AVAILABLE, RetailRocket.AVAILABLE_PROPERTY, deleted ? "0" : stock);
        add(properties, Part.PRICE, RetailRocket.PRICE_PROPERTY, price == null ? null : price.toString());
        return properties;
    }

    private void add(List<ItemProperty> properties, Part part, String name, @Nullable String value) {
        if (says(part)) {
            properties.add(new ItemProperty(updatedAtMs, itemId, name, value));
        }
    }

    /** Categories in the form of {@link #category}; null for none. */
    public static @Nullable String joined(Collection<String> categories) {
        return categories.isEmpty() ? null : String.join(BETWEEN_CATEGORIES, categories);
    }
}
