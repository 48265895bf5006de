package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.CategoryTable;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
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
            new Overlay(new int[0], new String[0], new byte[0], new int[0][], new String[0], 0);

    private static final byte AVAILABILITY_NOT_SAID = -1;
    private static final byte AVAILABILITY_UNSET = -2;

    private final int[] item; // ascending
    private final String[] newItem; // that the tables do not know, ascending; their places follow those of the others
    private final byte[] availability; // 1, 0, AVAILABILITY_NOT_SAID or AVAILABILITY_UNSET
    private final int[] @Nullable [] categories; // null where not said, empty where there is none
    /** Categories that the tables do not know, ascending; their indices follow those of the tables. */
    private final String[] newCategories;

    private final int knownCategories;

    private Overlay(
            int[] item,
            String[] newItem,
            byte[] availability,
            int[] @Nullable [] categories,
            String[] newCategories,
            int knownCategories) {
        this.item = item;
        this.newItem = newItem;
        this.availability = availability;
        this.categories = categories;
        this.newCategories = newCategories;
        this.knownCategories = knownCategories;
    }

    /**
     * What the shop says about one item. Where a part is null, the tables count.
     *
     * @param available false hides the item from every answer; true shows it although the tables know it out of stock
     * @param categories ids of the shop's categories, the first of which counts for diversity; the tables need not know them; empty for none
     * @param unknownAvailability whether what was known of it is taken back, also by the tables
     */
    public record Change(
            String itemId,
            @Nullable Boolean available,
            @Nullable List<String> categories,
            boolean unknownAvailability) {
        public Change {
            requireNonNull(itemId, "itemId is null");
            categories = categories == null ? null : List.copyOf(categories);
        }

        /** What is said of an item, as far as it decides what may be shown. */
        public static Change of(CatalogueItem item) {
            return new Change(
                    item.itemId().value(),
                    item.deleted() ? Boolean.FALSE : item.available(),
                    item.category() == null && !item.unset().contains(Part.CATEGORY) ? null : item.categories(),
                    item.unset().contains(Part.AVAILABLE));
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
            for (String category : requireNonNullElse(change.categories(), List.<String>of())) {
                if (categories.indexOf(category) < 0) {
                    newCategories.add(category);
                }
            }
        }
        int size = known.size() + unknown.size();
        Overlay overlay = new Overlay(
                known.keySet().stream().mapToInt(Integer::intValue).toArray(),
                unknown.keySet().toArray(new String[0]),
                new byte[size],
                new int[size][],
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

    private void put(int place, Change change, CategoryTable known) {
        Boolean available = change.available();
        byte notSaid = change.unknownAvailability() ? AVAILABILITY_UNSET : AVAILABILITY_NOT_SAID;
        availability[place] = available == null ? notSaid : (byte) (available ? 1 : 0);
        categories[place] = change.categories() == null
                ? null
                : change.categories().stream()
                        .mapToInt(category -> categoryIndex(known, category))
                        .toArray();
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
        if (place < 0 || availability[place] == AVAILABILITY_NOT_SAID) {
            return inTables;
        }
        return availability[place] == AVAILABILITY_UNSET ? ItemTable.AVAILABILITY_UNKNOWN : availability[place];
    }

    /** The categories of the item at a place of {@link #find}, of the tables or new ones, which lie above those; null where not said. */
    int @Nullable [] categories(int place) {
        return place < 0 ? null : categories[place];
    }

    /** The index of a known or a new category, or a negative number. */
    int categoryIndex(CategoryTable categories, String id) {
        int known = categories.indexOf(id);
        int added = known >= 0 ? -1 : Arrays.binarySearch(newCategories, id);
        return added >= 0 ? knownCategories + added : known;
    }
}
