package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.PopularTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The merchandising rules for one list, compiled for the categories of one set of tables and an overlay. A rule is known
 * by its position among them; a set of rules has a bit for each position, in words of 64. Thread-safe.
 */
public final class Rules {
    private static final long[] NO_RULE = {};
    private static final int MAY_HAVE_RULE = (1 << 12) - 1;
    private static final Comparator<Rule> BY_PLACE =
            Comparator.comparingInt(Rule::position).thenComparing(Rule::id);

    /** No rule. */
    public static final Rules NONE =
            new Rules(List.of(), List.of(), new TreeMap<>(), List.of(), Map.of(), new long[0][], new int[0]);

    private final List<Rule> rules;
    private final List<Pin> pins;
    private final PriceRanges prices;
    private final int[] items; // of the tables, ascending
    private final BitSet mayHaveRule = new BitSet(); // by the last bits of an item
    private final long[][] ofItem;
    private final long[][] ofKnown; // with those about the categories that the tables have of it
    private final Map<String, long[]> ofNewItem; // that the tables do not know
    private final long[] @Nullable [] ofCategory; // by category of the tables or the overlay
    private final int[] category; // by rule; negative where there is none, and for an unknown one
    private final long[] hiding;
    private final int[] slots;
    private final int[] limits; // of a category or a price range
    private final int limitOfEach;
    private final double[] bias; // by rule
    private final double[] biasOfCategory;
    private final boolean moves;
    /** Popularity lists, by category, as they were asked for. */
    private final ConcurrentMap<Integer, int[]> moved = new ConcurrentHashMap<>();

    /**
     * A pin.
     *
     * @param item in dense indices of the tables; negative for one that they do not know
     * @param position from 1
     */
    public record Pin(String itemId, int item, int position) {}

    private Rules(
            List<Rule> rules,
            List<Pin> pins,
            SortedMap<Integer, long[]> ofItem,
            List<long[]> ofKnown,
            Map<String, long[]> ofNewItem,
            long[] @Nullable [] ofCategory,
            int[] category) {
        this.rules = rules;
        this.pins = pins;
        this.prices = PriceRanges.of(rules);
        this.items = ofItem.keySet().stream().mapToInt(Integer::intValue).toArray();
        Arrays.stream(items).forEach(item -> mayHaveRule.set(item & MAY_HAVE_RULE));
        this.ofItem = ofItem.values().toArray(new long[0][]);
        this.ofKnown = ofKnown.toArray(new long[0][]);
        this.ofNewItem = ofNewItem;
        this.ofCategory = ofCategory;
        this.category = category;
        this.hiding = new long[words(rules)];
        Arrays.stream(positions(rules, rule -> rule.type() == Rule.Type.HIDE)).forEach(rule -> put(hiding, rule, true));
        this.slots = positions(rules, rule -> rule.type() == Rule.Type.SLOT);
        this.limits = positions(rules, rule -> rule.type() == Rule.Type.LIMIT && !isOfEach(rule));
        this.limitOfEach = rules.stream()
                .filter(rule -> rule.type() == Rule.Type.LIMIT && isOfEach(rule))
                .mapToInt(Rule::count)
                .min()
                .orElse(Integer.MAX_VALUE);
        this.bias = rules.stream().mapToDouble(Rules::bias).toArray();
        this.biasOfCategory = Arrays.stream(ofCategory)
                .mapToDouble(own -> own == null ? 0 : bias(own))
                .toArray();
        this.moves = Arrays.stream(bias).anyMatch(one -> one != 0);
    }

    private static boolean isOfEach(Rule limit) {
        return limit.category() == null && !limit.hasPriceRange();
    }

    private static List<Pin> pins(Tables tables, List<Rule> rules) {
        return rules.stream()
                .filter(rule -> rule.type() == Rule.Type.PIN)
                .sorted(BY_PLACE)
                .map(rule -> {
                    String id = requireNonNull(rule.itemId(), "a pin has an item");
                    return new Pin(id, tables.items().indexOf(id), rule.position());
                })
                .toList();
    }

    private static int[] positions(List<Rule> rules, Predicate<Rule> wanted) {
        return IntStream.range(0, rules.size())
                .filter(i -> wanted.test(rules.get(i)))
                .toArray();
    }

    static int words(List<Rule> rules) {
        return (rules.size() + Long.SIZE - 1) / Long.SIZE;
    }

    /** Whether a set has a rule. */
    public static boolean has(long[] rules, int rule) {
        return rules.length > 0 && (rules[rule / Long.SIZE] & 1L << rule) != 0;
    }

    private static double bias(Rule rule) {
        return switch (rule.type()) {
            case BOOST -> Math.log(rule.factor());
            case BURY -> -Math.log(rule.factor());
            case HIDE, PIN, SLOT, LIMIT -> 0;
        };
    }

    /**
     * Compiles rules.
     *
     * @param overlay compiled for the same tables
     * @param rules those that apply to the list
     */
    public static Rules of(Tables tables, Overlay overlay, List<Rule> rules) {
        if (rules.isEmpty()) {
            return NONE;
        }
        int words = words(rules);
        SortedMap<Integer, long[]> ofItem = new TreeMap<>();
        Map<String, long[]> ofNewItem = new HashMap<>();
        long[] @Nullable [] ofCategory = new long[overlay.categories(tables.categories())][];
        int[] category = new int[rules.size()];
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = requireNonNull(rules.get(i), "a rule is null");
            if (rule.itemId() != null) {
                int item = tables.items().indexOf(rule.itemId());
                long[] own = item >= 0
                        ? ofItem.computeIfAbsent(item, index -> new long[words])
                        : ofNewItem.computeIfAbsent(rule.itemId(), id -> new long[words]);
                put(own, i, true);
            }
            category[i] = rule.category() == null ? -1 : overlay.categoryIndex(tables.categories(), rule.category());
            int number = i;
            within(tables, category[i]).stream().forEach(one -> {
                long[] before = ofCategory[one];
                long[] own = before == null ? new long[words] : before;
                put(own, number, true);
                ofCategory[one] = own;
            });
        }
        ItemTable items = tables.items();
        List<long[]> ofKnown = new ArrayList<>();
        ofItem.forEach((item, own) -> ofKnown.add(withCategories(own.clone(), item, items, ofCategory)));
        return new Rules(List.copyOf(rules), pins(tables, rules), ofItem, ofKnown, ofNewItem, ofCategory, category);
    }

    private static long[] withCategories(long[] all, int item, ItemTable items, long[] @Nullable [] ofCategory) {
        addTo(all, at(ofCategory, items.category(item)));
        for (int i = items.moreFrom(item); i < items.moreTo(item); i++) {
            addTo(all, at(ofCategory, items.moreCategory(i)));
        }
        return all;
    }

    /** The category and its descendants; empty when it is unknown. */
    private static BitSet within(Tables tables, int asked) {
        BitSet within = new BitSet();
        if (asked >= 0) {
            within.set(asked);
        }
        if (asked >= 0 && asked < tables.categories().size()) {
            for (int category = 0; category < tables.categories().size(); category++) {
                within.set(category, tables.categories().isWithin(category, asked));
            }
        }
        return within;
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The price ranges of the rules. */
    PriceRanges prices() {
        return prices;
    }

    /** Whether a rule moves items up or down. */
    public boolean moves() {
        return moves;
    }

    /** The rules of the list, in their order. */
    public List<Rule> all() {
        return rules;
    }

    /** The pins, by position, then by id. */
    public List<Pin> pins() {
        return pins;
    }

    /** The slots; not to be changed. */
    public int[] slots() {
        return slots;
    }

    public boolean hasSlots() {
        return slots.length > 0;
    }

    /** The limits on one category or price range each; not to be changed. */
    public int[] limits() {
        return limits;
    }

    /** How many items of each category a list may have; the largest number when no rule limits that. */
    public int limitOfEach() {
        return limitOfEach;
    }

    /** The ids of rules, in their order. */
    public List<String> idsOf(long[] matching) {
        int size = 0;
        for (long word : matching) {
            size += Long.bitCount(word);
        }
        if (size == 0) {
            return List.of();
        }
        String[] ids = new String[size];
        int next = 0;
        for (int word = 0; word < matching.length; word++) {
            for (long left = matching[word]; left != 0; left &= left - 1) {
                ids[next++] = rules.get(word * Long.SIZE + Long.numberOfTrailingZeros(left))
                        .id();
            }
        }
        return List.of(ids);
    }

    /**
     * The positions of a popularity list, best first, after these rules have moved its items; in the list's own order
     * when they move none. Not to be changed.
     *
     * @param category of the tables, or {@link PopularTable#SHOP}
     * @param filter any with these rules
     */
    public int[] moved(PopularTable.Rows rows, int category, ItemFilter filter) {
        int[] known = moved.get(category);
        return known != null ? known : moved.computeIfAbsent(category, key -> order(rows, key, filter));
    }

    private static int[] order(PopularTable.Rows rows, int category, ItemFilter filter) {
        record Moved(int position, double score) {}
        return IntStream.range(rows.from(category), rows.to(category))
                .mapToObj(position ->
                        new Moved(position, Math.log(rows.score(position)) + filter.bias(rows.item(position))))
                .sorted(Comparator.comparingDouble(Moved::score).reversed().thenComparing(Moved::position))
                .mapToInt(Moved::position)
                .toArray();
    }

    /** The category that a rule is about: a dense index of the tables or the overlay; negative for none. */
    public int categoryOf(int rule) {
        return category[rule];
    }

    /** What is added to the log-odds of an item with these rules. */
    double bias(long[] matching) {
        double sum = 0;
        for (int word = 0; word < matching.length; word++) {
            for (long left = matching[word]; left != 0; left &= left - 1) {
                sum += bias[word * Long.SIZE + Long.numberOfTrailingZeros(left)];
            }
        }
        return sum;
    }

    /** The same for an item about which no rule is but those about its only category. */
    double biasOfCategory(int category) {
        return category < 0 || category >= biasOfCategory.length ? 0 : biasOfCategory[category];
    }

    /** Puts a rule into a set, or takes it out. */
    public static void put(long[] rules, int rule, boolean in) {
        long bit = 1L << rule;
        rules[rule / Long.SIZE] = in ? rules[rule / Long.SIZE] | bit : rules[rule / Long.SIZE] & ~bit;
    }

    /** Whether one of these rules hides. */
    public boolean hides(long[] matching) {
        return meet(matching, hiding);
    }

    /** Whether a rule is in both sets. */
    public static boolean meet(long[] rules, long[] others) {
        for (int word = 0; word < rules.length; word++) {
            if ((rules[word] & others[word]) != 0) {
                return true;
            }
        }
        return false;
    }

    /** The rules about an item itself. */
    long[] ofItem(int item, ItemNumbers numbers) {
        if (item >= numbers.known()) {
            return ofNewItem.isEmpty() ? NO_RULE : ofNewItem.getOrDefault(numbers.id(item), NO_RULE);
        }
        int at = find(item);
        return at < 0 ? NO_RULE : ofItem[at];
    }

    /** The rules about an item of the tables and the categories that they have of it, whatever it costs. */
    long[] ofKnown(int item, ItemTable tables) {
        int at = find(item);
        if (at >= 0) {
            return ofKnown[at];
        }
        int category = tables.category(item);
        return tables.moreFrom(item) == tables.moreTo(item)
                ? ofCategory(category)
                : withCategories(newSet(), item, tables, ofCategory);
    }

    /** The position of an item of the tables among those that a rule is about, or a negative number. */
    private int find(int item) {
        return mayHaveRule.get(item & MAY_HAVE_RULE) ? Arrays.binarySearch(items, item) : -1;
    }

    /**
     * The rules about a category or one above it.
     *
     * @param category a dense index of the tables or the overlay; negative for none
     */
    long[] ofCategory(int category) {
        return at(ofCategory, category);
    }

    private static long[] at(long[] @Nullable [] ofCategory, int category) {
        long[] rules = category < 0 || category >= ofCategory.length ? null : ofCategory[category];
        return rules == null ? NO_RULE : rules;
    }

    /** An empty set, for {@link #addTo}. */
    public long[] newSet() {
        return new long[words(rules)];
    }

    static void addTo(long[] all, long[] more) {
        for (int word = 0; word < more.length; word++) {
            all[word] |= more[word];
        }
    }
}
