package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.format.StringColumn;
import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.CatalogueTable;
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
    public static final Overlay NONE = new Overlay(
            Base.NONE,
            new int[0],
            new String[0],
            new byte[0],
            new int[0][],
            new float[0],
            new String[0],
            0,
            Rules.NONE);

    private static final float NO_PRICE_SAID = -1;
    private static final float NOT_READ = -2;

    private final Base base;
    private final int[] item; // ascending
    private final String[] newItem; // that the tables do not know, ascending; their places follow those of the others
    private final byte[] availability; // 1, 0, CatalogueTable.NOT_SAID or TAKEN_BACK
    private final int[] @Nullable [] categories; // null where not said, empty where there is none
    private final float[] price; // NO_PRICE_SAID, or NaN where it was taken back
    /** Categories that neither the tables nor the base know, ascending; their indices follow those of both. */
    private final String[] newCategories;

    private final int knownCategories;
    private final Rules rules;

    private Overlay(
            Base base,
            int[] item,
            String[] newItem,
            byte[] availability,
            int[] @Nullable [] categories,
            float[] price,
            String[] newCategories,
            int knownCategories,
            Rules rules) {
        this.base = base;
        this.item = item;
        this.newItem = newItem;
        this.availability = availability;
        this.categories = categories;
        this.price = price;
        this.newCategories = newCategories;
        this.knownCategories = knownCategories;
        this.rules = rules;
    }

    /**
     * The catalogue of a bundle, compiled for tables: its own, or those of another. Of the bundle's own items it holds nothing in the
     * heap, of another's one number each; and once a rule asks for the price of an item that its own tables do not know, one of each.
     */
    public static final class Base {
        static final Base NONE = new Base(null, null, new byte[0], new int[0][]);

        private final @Nullable CatalogueTable said;
        private final int @Nullable [] places; // by item; null where it is its own place
        private final byte[] availability; // by state
        private final int[] @Nullable [] categories; // by state
        /** By place, {@link #NOT_READ} until one is asked for, since the catalogue has them compressed. */
        private volatile float @Nullable [] prices;

        private Base(
                @Nullable CatalogueTable said,
                int @Nullable [] places,
                byte[] availability,
                int[] @Nullable [] categories) {
            this.said = said;
            this.places = places;
            this.availability = availability;
            this.categories = categories;
        }

        /**
         * Compiles a catalogue.
         *
         * @param said null for none
         */
        public static Base of(Tables tables, @Nullable CatalogueTable said) {
            if (said == null) {
                return NONE;
            }
            StringColumn ids = said.categoryIds();
            int[] index = new int[ids.size()];
            for (int i = 0; i < index.length; i++) {
                int known = tables.categories().indexOf(ids.get(i));
                index[i] = known >= 0 ? known : tables.categories().size() + i;
            }
            byte[] availability = new byte[said.states()];
            int[] @Nullable [] categories = new int[availability.length][];
            for (int state = 0; state < availability.length; state++) {
                availability[state] = said.availability(state);
                int[] own = said.categories(state);
                for (int i = 0; own != null && i < own.length; i++) {
                    own[i] = index[own[i]];
                }
                categories[state] = own;
            }
            return new Base(said, said.placesOf(tables.items()), availability, categories);
        }

        private int categoryIds() {
            return said == null ? 0 : said.categoryIds().size();
        }

        private int indexOfCategory(String id) {
            return said == null ? -1 : said.categoryIds().indexOf(id);
        }

        private int state(int wanted, ItemNumbers numbers) {
            int place = place(wanted, numbers);
            return said == null || place < 0 ? -1 : said.state(place);
        }

        private int place(int wanted, ItemNumbers numbers) {
            if (said == null) {
                return -1;
            }
            return wanted >= numbers.known()
                    ? said.place(numbers.id(wanted))
                    : places == null ? wanted : places[wanted];
        }

        /** What is said of the price of an item; nothing of those that the tables have from the same bundle. */
        private float price(int wanted, ItemNumbers numbers) {
            boolean isInTables = places == null && wanted < numbers.known();
            int place = isInTables ? -1 : place(wanted, numbers);
            if (said == null || place < 0) {
                return NO_PRICE_SAID;
            }
            float[] read = prices;
            if (read == null) {
                read = new float[said.places()];
                Arrays.fill(read, NOT_READ);
                prices = read; // where another thread does so too, one reads again what the other has read
            }
            if (read[place] == NOT_READ) {
                CatalogueItem item = said.said(numbers.id(wanted));
                read[place] = item == null ? NO_PRICE_SAID : Overlay.price(item);
            }
            return read[place];
        }
    }

    /** Compiles what the shop says for tables; of several changes of one item the last one counts. */
    public static Overlay of(Tables tables, Collection<CatalogueItem> changes) {
        return of(tables, Base.NONE, changes);
    }

    /**
     * Compiles a catalogue and what was said since, which replaces what that says of an item. The tables count for a part that is neither
     * said nor taken back, and need not know the categories.
     *
     * @param base compiled for the same tables
     */
    public static Overlay of(Tables tables, Base base, Collection<CatalogueItem> changes) {
        CategoryTable categories = tables.categories();
        TreeMap<Integer, CatalogueItem> known = new TreeMap<>();
        TreeMap<String, CatalogueItem> unknown = new TreeMap<>();
        TreeSet<String> newCategories = new TreeSet<>();
        for (CatalogueItem change : changes) {
            String id = change.itemId().value();
            int index = tables.items().indexOf(id);
            if (index >= 0) {
                known.put(index, change);
            } else {
                unknown.put(id, change);
            }
            for (String category : change.categories()) {
                if (categories.indexOf(category) < 0 && base.indexOfCategory(category) < 0) {
                    newCategories.add(category);
                }
            }
        }
        int size = known.size() + unknown.size();
        Overlay overlay = new Overlay(
                base,
                known.keySet().stream().mapToInt(Integer::intValue).toArray(),
                unknown.keySet().toArray(new String[0]),
                new byte[size],
                new int[size][],
                new float[size],
                newCategories.toArray(new String[0]),
                categories.size(),
                Rules.NONE);
        int place = 0;
        for (CatalogueItem change : known.values()) {
            overlay.put(place++, change, categories);
        }
        for (CatalogueItem change : unknown.values()) {
            overlay.put(place++, change, categories);
        }
        return overlay;
    }

    /**
     * The same with merchandising rules.
     *
     * @param rules compiled for this overlay and its tables
     */
    public Overlay with(Rules rules) {
        return new Overlay(
                base,
                item,
                newItem,
                availability,
                categories,
                price,
                newCategories,
                knownCategories,
                requireNonNull(rules));
    }

    private void put(int place, CatalogueItem change, CategoryTable known) {
        Boolean available = change.deleted() ? Boolean.FALSE : change.available();
        byte notSaid = change.unset().contains(Part.AVAILABLE) ? CatalogueTable.TAKEN_BACK : CatalogueTable.NOT_SAID;
        availability[place] = available == null ? notSaid : (byte) (available ? 1 : 0);
        categories[place] = change.category() == null && !change.unset().contains(Part.CATEGORY)
                ? null
                : change.categories().stream()
                        .mapToInt(category -> categoryIndex(known, category))
                        .toArray();
        price[place] = price(change);
    }

    private static float price(CatalogueItem said) {
        float none = said.unset().contains(Part.PRICE) ? Float.NaN : NO_PRICE_SAID;
        return said.price() == null ? none : said.price().floatValue();
    }

    /** Number of items that the shop has said something about since the base. */
    public int size() {
        return availability.length;
    }

    Rules rules() {
        return rules;
    }

    /** How many categories the tables, the base and the changes know. */
    int categories(CategoryTable known) {
        return known.size() + base.categoryIds() + newCategories.length;
    }

    /** Where it is held what is said of an item, or a negative number when the shop says nothing about it. */
    int find(int wanted, ItemNumbers numbers) {
        int place = changed(wanted, numbers);
        int state = place >= 0 ? place : base.state(wanted, numbers);
        return place >= 0 || state < 0 ? place : availability.length + state;
    }

    private int changed(int wanted, ItemNumbers numbers) {
        if (wanted < numbers.known()) {
            return item.length == 0 ? -1 : Arrays.binarySearch(item, wanted);
        }
        int place = newItem.length == 0 ? -1 : Arrays.binarySearch(newItem, numbers.id(wanted));
        return place < 0 ? -1 : item.length + place;
    }

    /** Whether the item at a place of {@link #find} is hidden. */
    boolean hides(int place) {
        return place >= 0 && said(place) == 0;
    }

    /** Whether the item at a place of {@link #find} is in stock, as {@link ItemTable#availability} says it. */
    int availability(int place, int inTables) {
        byte said = place < 0 ? CatalogueTable.NOT_SAID : said(place);
        return switch (said) {
            case CatalogueTable.NOT_SAID -> inTables;
            case CatalogueTable.TAKEN_BACK -> ItemTable.AVAILABILITY_UNKNOWN;
            default -> said;
        };
    }

    private byte said(int place) {
        int since = availability.length;
        return place < since ? availability[place] : base.availability[place - since];
    }

    /** The categories of the item at a place of {@link #find}, of the tables or new ones, which lie above those; null where not said. */
    int @Nullable [] categories(int place) {
        int since = categories.length;
        return place < 0 ? null : place < since ? categories[place] : base.categories[place - since];
    }

    /**
     * The price of an item in the shop's currency, NaN when unknown.
     *
     * @param place of {@link #find}
     */
    float price(int wanted, int place, ItemNumbers numbers, ItemTable items) {
        boolean changed = place >= 0 && place < price.length;
        float said = changed ? price[place] : base.price(wanted, numbers);
        return said == NO_PRICE_SAID ? items.price(wanted) : said;
    }

    /** The index of a known or a new category, or a negative number. */
    int categoryIndex(CategoryTable categories, String id) {
        int known = categories.indexOf(id);
        if (known >= 0) {
            return known;
        }
        int ofBase = base.indexOfCategory(id);
        if (ofBase >= 0) {
            return knownCategories + ofBase;
        }
        int added = Arrays.binarySearch(newCategories, id);
        return added >= 0 ? knownCategories + base.categoryIds() + added : known;
    }
}
