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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Query.Filters} compiled to item numbers: decides for each item, at every level of the fallback ladder. */
public final class ItemFilter {
    private static final int[] NONE = {};

    private final ItemTable items;
    private final ItemNumbers numbers;
    private final CategoryTable categories;
    private final Overlay overlay;
    private final Rules rules;
    /** The rules about an item that must be put together. */
    private final long[] matching;

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
        this.matching = rules.newSet();
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
        for (Rules.Pin pin : overlay.rules().pins()) {
            if (pin.item() < 0) {
                numbers.number(pin.itemId()); // so that what is excluded is found below
            }
        }
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
        int[] sorted = size == 0 ? NONE : Arrays.copyOf(banned, size);
        Arrays.sort(sorted);
        int[] wanted = filters.categories().isEmpty() ? NONE : wanted(tables, overlay, filters.categories());
        return new ItemFilter(tables, numbers, overlay, sorted, wanted, filters);
    }

    private static int[] wanted(Tables tables, Overlay overlay, Collection<String> ids) {
        return ids.stream()
                .mapToInt(id -> overlay.categoryIndex(tables.categories(), id))
                .filter(index -> index >= 0)
                .sorted()
                .toArray();
    }

    /** Whether the request and the catalogue allow the item; its {@link #rulesOf} may still hide it. */
    public boolean allows(int item) {
        if (Arrays.binarySearch(banned, item) >= 0) {
            return false;
        }
        int place = overlay.find(item, numbers);
        if (overlay.hides(place) || (availableOnly && overlay.availability(place, items.availability(item)) == 0)) {
            return false;
        }
        return everyCategory || hasWanted(item, place);
    }

    /**
     * The item as one that the list must not have; empty when it may.
     *
     * @param query whose filters and history these are
     */
    public Optional<Removed> removed(int item, Query query) {
        Removed.Why why = why(item, query);
        return why == null
                ? Optional.empty()
                : Optional.of(new Removed(numbers.id(item), why, rules.idsOf(rulesOf(item))));
    }

    private Removed.@Nullable Why why(int item, Query query) {
        if (Arrays.binarySearch(banned, item) >= 0) {
            return whyBanned(numbers.id(item), query);
        }
        int place = overlay.find(item, numbers);
        if (overlay.hides(place)) {
            return Removed.Why.UNAVAILABLE;
        }
        if (!allows(item)) {
            return everyCategory || hasWanted(item, place) ? Removed.Why.OUT_OF_STOCK : Removed.Why.OTHER_CATEGORY;
        }
        return rules.hides(rulesOf(item)) ? Removed.Why.HIDDEN : null;
    }

    private static Removed.Why whyBanned(String id, Query query) {
        if (query.filters().exclude().contains(id)) {
            return Removed.Why.EXCLUDED;
        }
        if (query.filters().cart().contains(id)) {
            return Removed.Why.IN_CART;
        }
        boolean bought = query.history().stream()
                .anyMatch(done ->
                        done.type() == EventType.TRANSACTION && done.itemId().equals(id));
        return bought && query.filters().excludePurchased() ? Removed.Why.PURCHASED : Removed.Why.VIEWED;
    }

    private boolean hasWanted(int item, int place) {
        int[] said = overlay.categories(place);
        if (said != null) {
            return Arrays.stream(said).anyMatch(this::isWithin);
        }
        if (isWithin(items.category(item))) {
            return true;
        }
        for (int i = items.moreFrom(item); i < items.moreTo(item); i++) {
            if (isWithin(items.moreCategory(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The {@link #rules} about an item, its categories or its price, as a set that is not to be changed, and that the next call may
     * overwrite. A set without any rule may be shorter than others.
     */
    public long[] rulesOf(int item) {
        if (rules.isEmpty()) {
            return matching;
        }
        int place = overlay.find(item, numbers);
        int[] said = overlay.categories(place);
        boolean byTables = said == null && item < numbers.known();
        if (byTables && rules.prices().isEmpty()) {
            return rules.ofKnown(item, items);
        }
        Arrays.fill(matching, 0);
        if (byTables) {
            Rules.addTo(matching, rules.ofKnown(item, items));
        } else {
            Rules.addTo(matching, rules.ofItem(item, numbers));
            for (int category : said == null ? NONE : said) {
                Rules.addTo(matching, rules.ofCategory(category));
            }
        }
        if (!rules.prices().isEmpty()) {
            rules.prices().apply(matching, overlay.price(item, place, numbers, items));
        }
        return matching;
    }

    /** The same as a set that nothing overwrites. */
    public long[] lastingRulesOf(int item) {
        long[] found = rulesOf(item);
        return found == matching ? found.clone() : found;
    }

    /** What the rules add to the log-odds of an item. */
    public double bias(int item) {
        boolean simple = rules.prices().isEmpty()
                && items.moreFrom(item) == items.moreTo(item)
                && rules.ofItem(item, numbers).length == 0
                && overlay.categories(overlay.find(item, numbers)) == null;
        return simple ? rules.biasOfCategory(items.category(item)) : rules.bias(rulesOf(item));
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
        return wanted.length == 0
                ? NONE
                : Arrays.stream(wanted)
                        .filter(index -> index < categories.size())
                        .toArray();
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
