package io.nextcart.engine.filter;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.function.IntPredicate;

/** {@link Query.Filters} compiled to item numbers: decides for each item, at every level of the fallback ladder. */
public final class ItemFilter {
    private static final BitSet NO_RULE = new BitSet();

    private final ItemTable items;
    private final ItemNumbers numbers;
    private final CategoryTable categories;
    private final Overlay overlay;
    private final Rules rules;
    private final int[] banned;
    private final boolean everyCategory;
    /** The requested categories that the tables or the overlay know. */
    private final int[] wanted;

    private final int offset;
    private final boolean availableOnly;

    private ItemFilter(
            Tables tables, ItemNumbers numbers, Overlay overlay, int[] banned, int[] wanted, Query.Filters filters) {
        this.items = tables.items();
        this.numbers = numbers;
        this.categories = tables.categories();
        this.overlay = overlay;
        this.rules = overlay.rules();
        this.banned = banned;
        this.everyCategory = filters.categories().isEmpty();
        this.wanted = wanted;
        this.availableOnly = filters.availableOnly();
        this.offset = filters.offset();
    }

    /**
     * Compiles filters.
     *
     * @param numbers of this request's items, including those of the history
     * @param history what the shopper did, for {@code excludePurchased} and {@code excludeViewed}
     * @param overlay the shop's latest changes of the items of these tables
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
        int[] wanted = filters.categories().stream()
                .mapToInt(id -> overlay.categoryIndex(tables.categories(), id))
                .filter(index -> index >= 0)
                .sorted()
                .toArray();
        return new ItemFilter(tables, numbers, overlay, sorted, wanted, filters);
    }

    /** Whether the item may be shown. */
    public boolean allows(int item) {
        if (Arrays.binarySearch(banned, item) >= 0) {
            return false;
        }
        int place = overlay.find(item, numbers);
        if (overlay.hides(place) || (availableOnly && overlay.availability(place, items.availability(item)) == 0)) {
            return false;
        }
        return (everyCategory || anyCategory(item, place, this::isWithin)) && !rules.hides(rulesOf(item, place));
    }

    /** The rules about an item or its categories. */
    public BitSet rulesOf(int item) {
        return rules.isEmpty() ? NO_RULE : rulesOf(item, overlay.find(item, numbers));
    }

    private BitSet rulesOf(int item, int place) {
        if (rules.isEmpty()) {
            return NO_RULE;
        }
        BitSet[] found = {rules.ofItem(item, numbers)};
        boolean unused = anyCategory(item, place, category -> {
            found[0] = Rules.union(found[0], rules.ofCategory(category));
            return false;
        });
        return found[0];
    }

    /** Whether one of the item's categories passes a test. */
    private boolean anyCategory(int item, int place, IntPredicate test) {
        int[] said = overlay.categories(place);
        if (said != null) {
            return Arrays.stream(said).anyMatch(test);
        }
        if (test.test(items.category(item))) {
            return true;
        }
        for (int i = items.moreFrom(item); i < items.moreTo(item); i++) {
            if (test.test(items.moreCategory(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The current first category of an item: a dense index of the tables, a higher index for a category that they do
     * not know, or a negative number for none.
     */
    public int categoryOf(int item) {
        int[] said = overlay.categories(overlay.find(item, numbers));
        if (said == null) {
            return items.category(item);
        }
        return said.length == 0 ? ItemTable.NO_CATEGORY : said[0];
    }

    /** Whether only items of some categories are allowed, known to the tables or not. */
    public boolean asksForCategory() {
        return !everyCategory;
    }

    /** The tables' indices of the requested categories, ascending; empty when none was requested or none is known. */
    public int[] categories() {
        return Arrays.stream(wanted).filter(index -> index < categories.size()).toArray();
    }

    /** The shop's merchandising rules for the list. */
    public Rules rules() {
        return rules;
    }

    /** How many items at the top of the list are left out. */
    public int offset() {
        return offset;
    }

    private boolean isWithin(int own) {
        for (int asked : wanted) {
            if (own == asked || (own >= 0 && own < categories.size() && categories.isWithin(own, asked))) {
                return true;
            }
        }
        return false;
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
