package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other systems' names of events mean: what the shop says of them first, then names that are used by many. Upper and
 * lower case are the same; in the names of many so are blanks and marks: {@code AddToCart} is {@code add_to_cart}.
 */
public final class EventTypeNames {
    /** The meaning of an event: a type, or that it is left out. */
    enum Meaning {
        VIEW(EventType.VIEW),
        ADD_TO_CART(EventType.ADD_TO_CART),
        TRANSACTION(EventType.TRANSACTION),
        REMOVE_FROM_CART(EventType.REMOVE_FROM_CART),
        SKIP(null);

        private final @Nullable EventType type;

        Meaning(@Nullable EventType type) {
            this.type = type;
        }

        /** The type, null for events that are left out. */
        @Nullable
        EventType type() {
            return type;
        }
    }

    private static final String SKIP_WORD = "skip";
    private static final Map<Meaning, Set<String>> OF_MANY = Map.of(
            Meaning.VIEW,
            words("view views viewed viewitem viewproduct itemview productview productviewed detailview detailpageview"
                    + " pageview pv click clicks clicked read"),
            Meaning.ADD_TO_CART,
            words("addtocart addedtocart addtobasket addtobag productadded cart carts basket"),
            Meaning.TRANSACTION,
            words("transaction transactions purchase purchases purchased order orders ordered ordercompleted buy"
                    + " bought"),
            Meaning.REMOVE_FROM_CART,
            words("removefromcart removedfromcart removefrombasket removefrombag productremoved cartremove uncart"),
            Meaning.SKIP,
            words("fav"));

    private static final EventTypeNames USUAL = new EventTypeNames(Map.of());

    private final Map<String, Meaning> ofShop;

    private EventTypeNames(Map<String, Meaning> ofShop) {
        this.ofShop = ofShop;
    }

    /** Whether the shop says nothing of its names. */
    boolean isUsual() {
        return ofShop.isEmpty();
    }

    /**
     * Takes what the shop says of its names.
     *
     * @param rules {@code name=meaning} each, the meaning a wire name of {@link EventType} or {@code skip}
     * @throws BadInputException with every rule that makes no sense
     */
    public static EventTypeNames of(List<String> rules) {
        Map<String, Meaning> ofShop = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (String rule : rules) {
            int equals = rule.lastIndexOf('=');
            Meaning meaning = equals < 0 ? null : meaning(rule.substring(equals + 1));
            if (meaning == null) {
                problems.add("event type '" + Quote.of(rule, 80)
                        + "', expected name=view, name=addtocart, name=remove_from_cart, name=transaction or"
                        + " name=skip");
                continue;
            }
            Meaning before = ofShop.put(folded(rule.substring(0, equals)), meaning);
            if (before != null && before != meaning) {
                problems.add("event type '" + Quote.of(rule.substring(0, equals), 80)
                        + "' is given two meanings, expected one");
            }
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
        return new EventTypeNames(ofShop);
    }

    /** The type of an event in a log: by its name, or by a usual one; null when it is unknown. */
    static @Nullable EventType usual(String name) {
        EventType type = EventType.fromWireName(name);
        Meaning meaning = type == null ? USUAL.meaningOf(name) : null;
        return meaning == null ? type : meaning.type();
    }

    private static Set<String> words(String words) {
        return Set.of(words.split(" "));
    }

    private static @Nullable Meaning meaning(String word) {
        if (word.equals(SKIP_WORD)) {
            return Meaning.SKIP;
        }
        EventType type = EventType.fromWireName(word);
        return type == null ? null : Meaning.valueOf(type.name());
    }

    /** What a name means, null when it is unknown. */
    @Nullable
    Meaning meaningOf(String name) {
        Meaning said = ofShop.get(folded(name));
        if (said != null) {
            return said;
        }
        String letters = folded(name).replaceAll("[\\s_.:-]", "");
        for (Meaning meaning : Meaning.values()) {
            if (OF_MANY.getOrDefault(meaning, Set.of()).contains(letters)) {
                return meaning;
            }
        }
        return null;
    }

    private static String folded(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
