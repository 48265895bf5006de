package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the shop says about items now, where that differs from the tables, in dense indices of one set of tables. It decides
 * what may be shown, and the category filter and the diversity cap go by it; candidates and features stay those of the
 * tables, as the ranker learned them. Immutable.
 */
public final class Overlay {
    /** Nothing differs. */
    public static final Overlay NONE =
            new Overlay(new int[0], new String[0], new byte[0], new int[0], new String[0], 0);

    private static final int NOT_SAID = Integer.MIN_VALUE;
    private static final byte AVAILABILITY_NOT_SAID = -1;

    private final int[] item; // ascending
    private final String[] newItem; // that the tables do not know, ascending; their places follow those of the others
    private final byte[] availability; // 1, 0 or AVAILABILITY_NOT_SAID
    private final int[] category; // or NOT_SAID
    /** Categories that the tables do not know, ascending; their indices follow those of the tables. */
    private final String[] newCategories;

    private final int knownCategories;

    private Overlay(
            int[] item,
            String[] newItem,
            byte[] availability,
            int[] category,
            String[] newCategories,
            int knownCategories) {
        this.item = item;
        this.newItem = newItem;
        this.availability = availability;
        this.category = category;
        this.newCategories = newCategories;
        this.knownCategories = knownCategories;
    }

    /**
     * What the shop says about one item. Where a part is null, the tables count.
     *
     * @param available false hides the item from every answer; true shows it although the tables know it out of stock
     * @param category the shop's category id, which the tables need not know
     */
    public record Change(
            String itemId,
            @Nullable Boolean available,
            @Nullable String category) {
        public Change {
            requireNonNull(itemId, "itemId is null");
        }

        /** What is said of an item, as far as it decides what may be shown. */
        public static Change of(CatalogueItem item) {
            return new Change(item.itemId().value(), item.available(), item.category());
        }
    }

    /** Compiles changes for tables; of several changes of one item the last one counts. */
    public static Overlay of(Tables tables, Collection<Change> changes) {
        CategoryTable categories = tables.categories();
        TreeMap<Integer, Change> known = new TreeMap<>();
        TreeMap<String, Change> unknown = new TreeMap<>();
        TreeSet<String> newCategories = new TreeSet<>();
        for (Change change : changes) {
            int index = tables.items().indexOf(change.itemId());
            if (index >= 0) {
                known.put(index, change);
            } else {
                unknown.put(change.itemId(), change);
            }
            if (change.category() != null && categories.indexOf(change.category()) < 0) {
                newCategories.add(change.category());
            }
        }
        int size = known.size() + unknown.size();
        Overlay overlay = new Overlay(
                known.keySet().stream().mapToInt(Integer::intValue).toArray(),
                unknown.keySet().toArray(new String[0]),
                new byte[size],
                new int[size],
                newCategories.toArray(new String[0]),
                categories.size());
        int place = 0;
        for (Change change : known.values()) {
            overlay.put(place++, change, categories);
        }
        for (Change change : unknown.values()) {
            overlay.put(place++, change, categories);
        }
        return overlay;
    }

    private void put(int place, Change change, CategoryTable categories) {
        Boolean available = change.available();
        availability[place] = available == null ? AVAILABILITY_NOT_SAID : (byte) (available ? 1 : 0);
        category[place] = change.category() == null ? NOT_SAID : categoryIndex(categories, change.category());
    }

    /** Number of items that the shop says something about. */
    public int size() {
        return availability.length;
    }

    /** The place of an item, or a negative number when the shop says nothing about it. */
    int find(int wanted, ItemNumbers numbers) {
        if (wanted < numbers.known()) {
            return item.length == 0 ? -1 : Arrays.binarySearch(item, wanted);
        }
        int place = newItem.length == 0 ? -1 : Arrays.binarySearch(newItem, numbers.id(wanted));
        return place < 0 ? -1 : item.length + place;
    }

    /** Whether the item at a place of {@link #find} is hidden. */
    boolean hides(int place) {
        return place >= 0 && availability[place] == 0;
    }

    /** Whether the item at a place of {@link #find} is in stock, as {@link ItemTable#availability} says it. */
    int availability(int place, int inTables) {
        return place >= 0 && availability[place] != AVAILABILITY_NOT_SAID ? availability[place] : inTables;
    }

    /** The category of the item at a place of {@link #find}: of the tables, or a new one, which lies above those. */
    int category(int place, int inTables) {
        return place >= 0 && category[place] != NOT_SAID ? category[place] : inTables;
    }

    /** The index of a known or a new category, or a negative number. */
    int categoryIndex(CategoryTable categories, String id) {
        int known = categories.indexOf(id);
        int added = known >= 0 ? -1 : Arrays.binarySearch(newCategories, id);
        return added >= 0 ? knownCategories + added : known;
    }
}
