package io.nextcart.functions.api;

import io.nextcart.data.WireName;
import io.nextcart.store.document.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads merchandising rules from a request; records every fault in its fields. */
public final class RuleFields {
    private static final String ITEM = "item_id";
    private static final String CATEGORY = "category";
    private static final String MIN_PRICE = "min_price";
    private static final String MAX_PRICE = "max_price";
    private static final String POSITION = "position";
    private static final String FACTOR = "factor";
    private static final String COUNT = "count";

    private static final Set<Rule.Type> OF_SEVERAL_ITEMS =
            Set.of(Rule.Type.HIDE, Rule.Type.SLOT, Rule.Type.LIMIT, Rule.Type.BOOST, Rule.Type.BURY);

    /** The types with each of the fields that only some have. */
    private static final Map<String, Set<Rule.Type>> TYPES = Map.of(
            ITEM, Set.of(Rule.Type.HIDE, Rule.Type.PIN, Rule.Type.BOOST, Rule.Type.BURY),
            CATEGORY, OF_SEVERAL_ITEMS,
            MIN_PRICE, OF_SEVERAL_ITEMS,
            MAX_PRICE, OF_SEVERAL_ITEMS,
            POSITION, Set.of(Rule.Type.PIN),
            FACTOR, Set.of(Rule.Type.BOOST, Rule.Type.BURY),
            COUNT, Set.of(Rule.Type.SLOT, Rule.Type.LIMIT));

    private RuleFields() {}

    /** The rules of the required list {@code rules}, by their ids; meaningless once a fault is recorded. */
    public static List<Rule> all(Fields fields) {
        TreeMap<String, Rule> rules = new TreeMap<>();
        for (Fields given : fields.required("rules", Rule.MOST_RULES)) {
            String id = given.requiredId("rule_id");
            if (rules.put(id, rule(given, id)) != null) {
                given.reject("rule_id", "is the id of an earlier rule of the list, expected each once");
            }
        }
        return List.copyOf(rules.values());
    }

    /**
     * The rule; meaningless once a fault is recorded.
     *
     * @param id checked already
     */
    public static Rule rule(Fields fields, String id) {
        Rule.Type type = fields.oneOf(
                "type", name -> WireName.find(Rule.Type.class, name).orElse(null), Rule.Type.NAMES);
        if (type == null) {
            return new Rule(id, Rule.Type.HIDE, null, null, null, null, 0, 0, 0, null, null, null, null);
        }
        TYPES.keySet().stream()
                .sorted()
                .filter(field -> !has(type, field) && !fields.isAbsent(field))
                .forEach(field -> fields.reject(field, "is given, but a " + type.wireName() + " has none"));
        String itemId = has(type, ITEM) ? fields.id(ITEM) : null;
        String category = has(type, CATEGORY) ? fields.id(CATEGORY) : null;
        Double minPrice = has(type, MIN_PRICE) ? fields.amount(MIN_PRICE) : null;
        Double maxPrice = has(type, MAX_PRICE) ? fields.amount(MAX_PRICE) : null;
        if (minPrice != null && maxPrice != null && maxPrice < minPrice) {
            fields.reject(MAX_PRICE, "is below min_price, expected at least that");
        }
        checkSubject(fields, type);
        Long fromMs = fields.instantMs("from");
        Long untilMs = fields.instantMs("until");
        if (fromMs != null && untilMs != null && untilMs <= fromMs) {
            fields.reject("until", "is not after from, expected a later time");
        }
        return new Rule(
                id,
                type,
                itemId,
                category,
                minPrice,
                maxPrice,
                has(type, POSITION) ? fields.wholeNumber(POSITION, 1, Rule.MOST, 1) : 0,
                has(type, FACTOR) ? fields.number(FACTOR, 1, Rule.MOST, 2) : 0,
                has(type, COUNT) ? count(fields, type) : 0,
                fields.placement(),
                fromMs,
                untilMs,
                fields.line("note", Rule.LONGEST_NOTE));
    }

    private static boolean has(Rule.Type type, String field) {
        return TYPES.getOrDefault(field, Set.of()).contains(type);
    }

    private static void checkSubject(Fields fields, Rule.Type type) {
        boolean item = has(type, ITEM) && !fields.isAbsent(ITEM);
        List<String> several = Stream.of(CATEGORY, MIN_PRICE, MAX_PRICE)
                .filter(field -> has(type, field) && !fields.isAbsent(field))
                .toList();
        if (item) {
            several.forEach(field -> fields.reject(field, "is given beside item_id, expected one of them"));
        } else if (several.isEmpty() && has(type, ITEM)) {
            String other = has(type, CATEGORY) ? ", or category, min_price or max_price" : "";
            fields.reject(ITEM, "is missing, expected the id of an item" + other);
        } else if (several.isEmpty() && type == Rule.Type.SLOT) {
            fields.reject(CATEGORY, "is missing, expected the id of a category, or min_price or max_price");
        }
    }

    private static int count(Fields fields, Rule.Type type) {
        int least = type == Rule.Type.SLOT ? 1 : 0;
        if (fields.isAbsent(COUNT)) {
            fields.reject(COUNT, "is missing, expected a whole number from " + least + " to " + Rule.MOST);
        }
        return fields.wholeNumber(COUNT, least, Rule.MOST, least);
    }
}
