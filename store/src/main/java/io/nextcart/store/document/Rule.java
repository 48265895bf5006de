package io.nextcart.store.document;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.WireName;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A merchandising rule of the shop: what its lists show besides what the model says. A category stands for its
 * descendants too.
 *
 * @param id 1–128 characters
 * @param itemId the item that the rule is about; null where a category or a price is given, or for a limit on each category
 * @param category the category that the rule is about, or null
 * @param minPrice the lowest price of the items that the rule is about, those of {@code category} if that is given, in the
 *     shop's currency, at least 0; null for none, as for a pin and where {@code itemId} is given
 * @param maxPrice the highest one, at least {@code minPrice}; null for none
 * @param position where a pin stands in the list, 1–{@link #MOST}; 0 for the other types
 * @param factor by which a boost multiplies the odds of an item and a bury divides them, above 1 and up to
 *     {@link #MOST}; 0 for the other types
 * @param count how many items of a list a slot asks for at least, or a limit allows at most, 0–{@link #MOST}; 0 for the
 *     other types
 * @param placement the only placement with lists that the rule is for; null for all lists
 * @param fromMs when the rule begins to apply, milliseconds since the epoch; null for always
 * @param untilMs when it ends; null for never
 * @param note for people, or null
 */
public record Rule(
        String id,
        Type type,
        @Nullable String itemId,
        @Nullable String category,
        @Nullable Double minPrice,
        @Nullable Double maxPrice,
        int position,
        double factor,
        int count,
        @Nullable String placement,
        @Nullable Long fromMs,
        @Nullable Long untilMs,
        @Nullable String note) {
    /** Most rules of a shop. */
    public static final int MOST_RULES = 200;

    /** The largest position, factor and count: the longest list. */
    public static final int MOST = 100;

    /** The longest note, in characters. */
    public static final int LONGEST_NOTE = 200;

    /** What a rule does, in the order of precedence: an earlier type wins over a later one. */
    public enum Type implements WireName {
        /** Never shows an item, or the items of a category or of a price range. */
        HIDE,
        /** Shows an item at a position. */
        PIN,
        /** Shows at least some items of a category or of a price range. */
        SLOT,
        /** Shows at most some items of a category or of a price range, or of each category, while others are left. */
        LIMIT,
        /** Moves an item, or the items of a category or of a price range, up. */
        BOOST,
        /** Moves an item, or the items of a category or of a price range, down. */
        BURY;

        /** The names over HTTP, for messages. */
        public static final String NAMES =
                Arrays.stream(values()).map(Type::wireName).collect(Collectors.joining(", "));
    }

    public Rule {
        requireNonNull(id, "id is null");
        requireNonNull(type, "type is null");
    }

    /** Whether the rule is about items of some prices only. */
    public boolean hasPriceRange() {
        return minPrice != null || maxPrice != null;
    }

    boolean applies(@Nullable String list, long nowMs) {
        return (placement == null || placement.equals(list))
                && (fromMs == null || fromMs <= nowMs)
                && (untilMs == null || nowMs < untilMs);
    }

    /**
     * Those of a shop's rules that apply to a list, in their order.
     *
     * @param list the list's placement, or null
     * @param nowMs the present, milliseconds since the epoch
     */
    public static List<Rule> applying(List<Rule> rules, @Nullable String list, long nowMs) {
        return rules.stream().filter(rule -> rule.applies(list, nowMs)).toList();
    }

    /** The rule as an object of JSON, as the API returns it. */
    public JsonFields toJson() {
        return new JsonFields()
                .put("rule_id", id)
                .put("type", type.wireName())
                .putUnlessNull("item_id", itemId)
                .putUnlessNull("category", category)
                .putUnlessNull("min_price", minPrice)
                .putUnlessNull("max_price", maxPrice)
                .putUnlessNull("position", type == Type.PIN ? position : null)
                .putUnlessNull("factor", type == Type.BOOST || type == Type.BURY ? factor : null)
                .putUnlessNull("count", type == Type.SLOT || type == Type.LIMIT ? count : null)
                .putUnlessNull("placement", placement)
                .putUnlessNull("from", instant(fromMs))
                .putUnlessNull("until", instant(untilMs))
                .putUnlessNull("note", note);
    }

    static Rule of(JsonObject rule) throws DamagedDocumentException {
        return new Rule(
                rule.text("rule_id"),
                rule.oneOf("type", Type.values(), Type::wireName),
                rule.optionalText("item_id"),
                rule.optionalText("category"),
                rule.has("min_price") ? rule.number("min_price") : null,
                rule.has("max_price") ? rule.number("max_price") : null,
                (int) rule.count("position", 0),
                rule.number("factor", 0),
                (int) rule.count("count", 0),
                rule.optionalText("placement"),
                rule.has("from") ? rule.instantMs("from") : null,
                rule.has("until") ? rule.instantMs("until") : null,
                rule.optionalText("note"));
    }

    private static @Nullable String instant(@Nullable Long epochMs) {
        return epochMs == null ? null : Instant.ofEpochMilli(epochMs).toString();
    }
}
