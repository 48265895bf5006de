package io.nextcart.engine.filter;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** {@link Query.Filters} in dense indices: decides item by item, on every level of the ladder. */
public final class ItemFilter {
    private static final int ANY_CATEGORY = -1;
    private static final int NO_SUCH_CATEGORY = -2;

    private final ItemTable items;
    private final ItemNumbers numbers;
    private final CategoryTable categories;
    private final Overlay overlay;
    private final int[] banned;
    private final int category;
    private final boolean availableOnly;

    private ItemFilter(
            Tables tables, ItemNumbers numbers, Overlay overlay, int[] banned, int category, boolean availableOnly) {
        this.items = tables.items();
        this.numbers = numbers;
        this.categories = tables.categories();
        this.overlay = overlay;
        this.banned = banned;
        this.category = category;
        this.availableOnly = availableOnly;
    }

    /**
     * Compiles filters.
     *
     * @param numbers of this request's items; those of the history among them
     * @param history what the shopper did, for {@code excludePurchased} and {@code excludeViewed}
     * @param overlay what the shop says now about the items of these tables
     */
    public static ItemFilter of(
            Tables tables, ItemNumbers numbers, Query.Filters filters, List<Interaction> history, Overlay overlay) {
        int[] banned = new int[filters.exclude().size() + filters.cart().size() + history.size()];
        int size = addAll(numbers, filters.exclude(), banned, 0);
        size = addAll(numbers, filters.cart(), banned, size);
        for (Interaction interaction : history) {
            boolean bought = filters.excludePurchased() && interaction.type() == EventType.TRANSACTION;
            boolean viewed = filters.excludeViewed() && interaction.type() == EventType.VIEW;
            int item = bought || viewed ? numbers.find(interaction.itemId()) : -1;
            if (item >= 0) {
                banned[size++] = item;
            }
        }
        int[] sorted = Arrays.copyOf(banned, size);
        Arrays.sort(sorted);
        int category = ANY_CATEGORY;
        if (filters.category() != null) {
            int index = overlay.categoryIndex(tables.categories(), filters.category());
            category = index < 0 ? NO_SUCH_CATEGORY : index;
        }
        return new ItemFilter(tables, numbers, overlay, sorted, category, filters.availableOnly());
    }

    /** True when the item may be shown. */
    public boolean allows(int item) {
        if (Arrays.binarySearch(banned, item) >= 0) {
            return false;
        }
        int place = overlay.find(item, numbers);
        if (overlay.hides(place) || (availableOnly && overlay.availability(place, items.availability(item)) == 0)) {
            return false;
        }
        return category == ANY_CATEGORY || isWithin(overlay.category(place, items.category(item)));
    }

    /**
     * The category of an item now: a dense index of the tables, an index above those for a category that they do not know,
     * or a negative number for none.
     */
    public int categoryOf(int item) {
        return overlay.category(overlay.find(item, numbers), items.category(item));
    }

    /** True when only items of one category are allowed, whether the tables know it or not. */
    public boolean asksForCategory() {
        return category != ANY_CATEGORY;
    }

    /** The tables' index of the category asked for, or a negative number when none was asked for or they do not know it. */
    public int category() {
        return category < categories.size() ? category : NO_SUCH_CATEGORY;
    }

    private boolean isWithin(int own) {
        if (own < 0 || category < 0) {
            return false;
        }
        return own == category || (own < categories.size() && categories.isWithin(own, category));
    }

    private static int addAll(ItemNumbers numbers, Collection<String> ids, int[] target, int start) {
        int size = start;
        for (String id : ids) {
            int item = numbers.find(id);
            if (item >= 0) {
                target[size++] = item;
            }
        }
        return size;
    }
}
