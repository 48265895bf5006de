package io.nextcart.engine.filter;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.session.ItemNumbers;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.Rule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The merchandising rules for one list, compiled for the categories of one set of tables and an overlay. A rule is known
 * by its position among them; a set of rules is a bit set of positions. Immutable.
 */
public final class Rules {
    private static final BitSet NO_RULE = new BitSet();
    private static final Comparator<Rule> BY_PLACE =
            Comparator.comparingInt(Rule::position).thenComparing(Rule::id);

    /** No rule. */
    public static final Rules NONE = new Rules(List.of(), new TreeMap<>(), Map.of(), new BitSet[0], new int[0]);

    private final List<Rule> rules;
    private final List<Rule> pins;
    private final int[] items; // of the tables, ascending
    private final BitSet[] ofItem;
    private final Map<String, BitSet> ofNewItem; // that the tables do not know
    private final BitSet[] ofCategory; // by category of the tables or the overlay
    private final int[] category; // by rule; negative where there is none, and for an unknown one
    private final BitSet hiding;
    private final BitSet slots;
    private final BitSet limits; // of one category each
    private final int limitOfEach;
    private final double[] bias; // by rule
    private final boolean moves;

    private Rules(
            List<Rule> rules,
            SortedMap<Integer, BitSet> ofItem,
            Map<String, BitSet> ofNewItem,
            BitSet[] ofCategory,
            int[] category) {
        this.rules = rules;
        this.pins = rules.stream()
                .filter(rule -> rule.type() == Rule.Type.PIN)
                .sorted(BY_PLACE)
                .toList();
        this.items = ofItem.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.ofItem = ofItem.values().toArray(new BitSet[0]);
        this.ofNewItem = ofNewItem;
        this.ofCategory = ofCategory;
        this.category = category;
        this.hiding = positions(rules, rule -> rule.type() == Rule.Type.HIDE);
        this.slots = positions(rules, rule -> rule.type() == Rule.Type.SLOT);
        this.limits = positions(rules, rule -> rule.type() == Rule.Type.LIMIT && rule.category() != null);
        this.limitOfEach = rules.stream()
                .filter(rule -> rule.type() == Rule.Type.LIMIT && rule.category() == null)
                .mapToInt(Rule::count)
                .min()
                .orElse(Integer.MAX_VALUE);
        this.bias = rules.stream().mapToDouble(Rules::bias).toArray();
        this.moves = Arrays.stream(bias).anyMatch(one -> one != 0);
    }

    private static BitSet positions(List<Rule> rules, Predicate<Rule> wanted) {
        BitSet positions = new BitSet();
        for (int i = 0; i < rules.size(); i++) {
            positions.set(i, wanted.test(rules.get(i)));
        }
        return positions;
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
        SortedMap<Integer, BitSet> ofItem = new TreeMap<>();
        Map<String, BitSet> ofNewItem = new HashMap<>();
        BitSet[] ofCategory = new BitSet[overlay.categories(tables.categories())];
        int[] category = new int[rules.size()];
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = requireNonNull(rules.get(i), "a rule is null");
            if (rule.itemId() != null) {
                int item = tables.items().indexOf(rule.itemId());
                BitSet own = item >= 0
                        ? ofItem.computeIfAbsent(item, index -> new BitSet())
                        : ofNewItem.computeIfAbsent(rule.itemId(), id -> new BitSet());
                own.set(i);
            }
            category[i] = rule.category() == null ? -1 : overlay.categoryIndex(tables.categories(), rule.category());
            int number = i;
            within(tables, category[i]).stream().forEach(one -> {
                BitSet before = ofCategory[one];
                ofCategory[one] = before == null ? new BitSet() : before;
                ofCategory[one].set(number);
            });
        }
        return new Rules(List.copyOf(rules), ofItem, ofNewItem, ofCategory, category);
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

    /** Whether a rule moves items up or down. */
    public boolean moves() {
        return moves;
    }

    /** The rules of the list, in their order. */
    public List<Rule> all() {
        return rules;
    }

    /** The pins, by position, then by id. */
    public List<Rule> pins() {
        return pins;
    }

    /** Which rules are slots; not to be changed. */
    public BitSet slots() {
        return slots;
    }

    public boolean hasSlots() {
        return !slots.isEmpty();
    }

    /** Which rules limit one category; not to be changed. */
    public BitSet limits() {
        return limits;
    }

    /** How many items of each category a list may have; the largest number when no rule limits that. */
    public int limitOfEach() {
        return limitOfEach;
    }

    /** The ids of rules, in their order. */
    public List<String> idsOf(BitSet matching) {
        return matching.isEmpty()
                ? List.of()
                : matching.stream().mapToObj(rule -> rules.get(rule).id()).toList();
    }

    /** The category that a rule is about: a dense index of the tables or the overlay; negative for none. */
    public int categoryOf(int rule) {
        return category[rule];
    }

    /** What is added to the log-odds of an item with these rules. */
    public double bias(BitSet matching) {
        double sum = 0;
        for (int rule = matching.nextSetBit(0); rule >= 0; rule = matching.nextSetBit(rule + 1)) {
            sum += bias[rule];
        }
        return sum;
    }

    /** Whether one of these rules hides. */
    boolean hides(BitSet matching) {
        return matching.intersects(hiding);
    }

    /** The rules about an item itself. */
    BitSet ofItem(int item, ItemNumbers numbers) {
        if (item >= numbers.known()) {
            return ofNewItem.isEmpty() ? NO_RULE : ofNewItem.getOrDefault(numbers.id(item), NO_RULE);
        }
        int at = Arrays.binarySearch(items, item);
        return at < 0 ? NO_RULE : ofItem[at];
    }

    /**
     * The rules about a category or one above it.
     *
     * @param category a dense index of the tables or the overlay; negative for none
     */
    BitSet ofCategory(int category) {
        @Nullable BitSet rules = category < 0 || category >= ofCategory.length ? null : ofCategory[category];
        return rules == null ? NO_RULE : rules;
    }

    /** The rules in either set; neither may be changed. */
    static BitSet union(BitSet one, BitSet other) {
        if (other.isEmpty() || one.equals(other)) {
            return one;
        }
        if (one.isEmpty()) {
            return other;
        }
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }
}
