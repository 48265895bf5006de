package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Maps other systems' names of event types to ours: the shop's rules first, then common names. Case does not matter; in
 * common names neither do blanks and punctuation: {@code AddToCart} equals {@code add_to_cart}.
 */
public final class EventTypeNames {
    /** The meaning of a name: a type, or leave the event out. */
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

        /** The type; null for events to leave out. */
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

    /** Whether the shop gave no rules. */
    boolean isUsual() {
        return ofShop.isEmpty();
    }

    /** The names in the shop's rules, folded, that are none of those seen. */
    List<String> ofShopBesides(Collection<String> seen) {
        Set<String> folded = seen.stream().map(EventTypeNames::folded).collect(Collectors.toSet());
        return ofShop.keySet().stream().filter(name -> !folded.contains(name)).toList();
    }

    /**
     * Parses the shop's rules.
     *
     * @param rules {@code name=meaning} each, the meaning a wire name of {@link EventType} or {@code skip}
     * @throws BadInputException with every invalid rule
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

    /** The type of an event in a log, by its wire name or a common one; null when unknown or left out. */
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

    /** The meaning of a name, null when unknown. */
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
