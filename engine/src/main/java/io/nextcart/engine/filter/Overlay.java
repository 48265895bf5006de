package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
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
    public static final Overlay NONE = new Overlay(new int[0], new byte[0], new int[0], new String[0], 0);

    private static final int NOT_SAID = Integer.MIN_VALUE;
    private static final byte AVAILABILITY_NOT_SAID = -1;

    private final int[] item; // ascending
    private final byte[] availability; // 1, 0 or AVAILABILITY_NOT_SAID
    private final int[] category; // or NOT_SAID
    /** Categories that the tables do not know, ascending; their indices follow those of the tables. */
    private final String[] newCategories;

    private final int knownCategories;

    private Overlay(int[] item, byte[] availability, int[] category, String[] newCategories, int knownCategories) {
        this.item = item;
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
    }

    /**
     * Compiles changes for tables. Items that the tables do not know are left out; of several changes of one item the last
     * one counts.
     */
    public static Overlay of(Tables tables, Collection<Change> changes) {
        CategoryTable categories = tables.categories();
        TreeMap<Integer, Change> byItem = new TreeMap<>();
        TreeSet<String> unknown = new TreeSet<>();
        for (Change change : changes) {
            int index = tables.items().indexOf(change.itemId());
            if (index >= 0) {
                byItem.put(index, change);
                if (change.category() != null && categories.indexOf(change.category()) < 0) {
                    unknown.add(change.category());
                }
            }
        }
        int size = byItem.size();
        Overlay overlay = new Overlay(
                new int[size], new byte[size], new int[size], unknown.toArray(new String[0]), categories.size());
        int i = 0;
        for (Map.Entry<Integer, Change> entry : byItem.entrySet()) {
            Change change = entry.getValue();
            Boolean available = change.available();
            overlay.item[i] = entry.getKey();
            overlay.availability[i] = available == null ? AVAILABILITY_NOT_SAID : (byte) (available ? 1 : 0);
            overlay.category[i] =
                    change.category() == null ? NOT_SAID : overlay.categoryIndex(categories, change.category());
            i++;
        }
        return overlay;
    }

    /** Number of items that the shop says something about. */
    public int size() {
        return item.length;
    }

    /** The place of an item, or a negative number when the shop says nothing about it. */
    int find(int wanted) {
        return item.length == 0 ? -1 : Arrays.binarySearch(item, wanted);
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
