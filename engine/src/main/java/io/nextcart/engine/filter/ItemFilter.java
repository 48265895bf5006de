package io.nextcart.engine.filter;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
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
    private final CategoryTable categories;
    private final int[] banned;
    private final int category;
    private final boolean availableOnly;

    private ItemFilter(Tables tables, int[] banned, int category, boolean availableOnly) {
        this.items = tables.items();
        this.categories = tables.categories();
        this.banned = banned;
        this.category = category;
        this.availableOnly = availableOnly;
    }

    /**
     * Compiles filters.
     *
     * @param history what the shopper did, for {@code excludePurchased} and {@code excludeViewed}
     */
    public static ItemFilter of(Tables tables, Query.Filters filters, List<Interaction> history) {
        int[] banned = new int[filters.exclude().size() + filters.cart().size() + history.size()];
        int size = addAll(tables.items(), filters.exclude(), banned, 0);
        size = addAll(tables.items(), filters.cart(), banned, size);
        for (Interaction interaction : history) {
            boolean bought = filters.excludePurchased() && interaction.type() == EventType.TRANSACTION;
            boolean viewed = filters.excludeViewed() && interaction.type() == EventType.VIEW;
            int item = bought || viewed ? tables.items().indexOf(interaction.itemId()) : -1;
            if (item >= 0) {
                banned[size++] = item;
            }
        }
        int[] sorted = Arrays.copyOf(banned, size);
        Arrays.sort(sorted);
        int category = ANY_CATEGORY;
        if (filters.category() != null) {
            int index = tables.categories().indexOf(filters.category());
            category = index < 0 ? NO_SUCH_CATEGORY : index;
        }
        return new ItemFilter(tables, sorted, category, filters.availableOnly());
    }

    /** True when the item may be shown. */
    public boolean allows(int item) {
        if (Arrays.binarySearch(banned, item) >= 0 || (availableOnly && items.availability(item) == 0)) {
            return false;
        }
        if (category == ANY_CATEGORY) {
            return true;
        }
        int own = items.category(item);
        return category >= 0 && own >= 0 && categories.isWithin(own, category);
    }

    /** The category asked for, or a negative number when none was asked for or it does not exist. */
    public int category() {
        return category;
    }

    private static int addAll(ItemTable items, Collection<String> ids, int[] target, int start) {
        int size = start;
        for (String id : ids) {
            int item = items.indexOf(id);
            if (item >= 0) {
                target[size++] = item;
            }
        }
        return size;
    }
}
