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
 * @param itemId the item that the rule is about; null where {@code category} is given, or for a limit on each category
 * @param category the category that the rule is about, or null
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
        /** Never shows an item, or the items of a category. */
        HIDE,
        /** Shows an item at a position. */
        PIN,
        /** Shows at least some items of a category. */
        SLOT,
        /** Shows at most some items of a category, or of each one, while others are left. */
        LIMIT,
        /** Moves an item, or the items of a category, up. */
        BOOST,
        /** Moves an item, or the items of a category, down. */
        BURY;

        /** The names over HTTP, for messages. */
        public static final String NAMES =
                Arrays.stream(values()).map(Type::wireName).collect(Collectors.joining(", "));
    }

    public Rule {
        requireNonNull(id, "id is null");
        requireNonNull(type, "type is null");
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
