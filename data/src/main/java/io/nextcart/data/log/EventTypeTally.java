package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.Ids;
import io.nextcart.data.log.EventTypeNames.Meaning;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Maps the names of event types in an export to types, and counts those that are left out or unknown. */
final class EventTypeTally {
    /** More names than any shop has: the column must hold something else, which must not fill the memory. */
    private static final int MOST_NAMES = 200;

    private static final int LONGEST_NAME = 80;

    private static final class Entry {
        private final @Nullable Meaning meaning;
        private long events;

        Entry(@Nullable Meaning meaning) {
            this.meaning = meaning;
        }
    }

    private final EventTypeNames names;
    private final Map<String, Entry> entries = new HashMap<>();

    EventTypeTally(EventTypeNames names) {
        this.names = requireNonNull(names, "names is null");
    }

    /**
     * Counts an event with that type name.
     *
     * @return its type; null when such events are left out, or the name is unknown
     * @throws IllegalArgumentException when the name is longer than an id may be
     * @throws BadInputException when there are more names than a shop can have
     */
    @Nullable
    EventType typeOf(String name) {
        if (name.length() > Ids.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "event type has " + name.length() + " characters, expected at most " + Ids.MAX_LENGTH);
        }
        Entry entry = entries.get(name);
        if (entry == null) {
            if (entries.size() == MOST_NAMES) {
                throw new BadInputException("more than " + MOST_NAMES + " different event types, such as '"
                        + Quote.of(name, LONGEST_NAME) + "', expected a few names such as view or purchase");
            }
            entry = new Entry(names.meaningOf(name));
            entries.put(name, entry);
        }
        entry.events++;
        return entry.meaning == null ? null : entry.meaning.type();
    }

    /** The names of events left out, with counts, most frequent first; empty when there are none. */
    String skipped() {
        return list(Meaning.SKIP);
    }

    /** The names that the shop gave a meaning but no event has, as the rules fold them. */
    List<String> unused() {
        return names.ofShopBesides(entries.keySet());
    }

    /**
     * Checks the names after the reading.
     *
     * @throws BadInputException with every unknown name, most frequent first
     */
    void requireAllKnown() {
        String list = list(null);
        if (!list.isEmpty()) {
            throw new BadInputException("event types of unknown meaning: " + list
                    + "; say for each --event-type name=view, addtocart, remove_from_cart, transaction or skip");
        }
    }

    private String list(@Nullable Meaning meaning) {
        return new TreeMap<>(entries)
                .entrySet().stream()
                        .filter(entry -> entry.getValue().meaning == meaning)
                        .sorted(Comparator.comparingLong(entry -> -entry.getValue().events))
                        .map(entry -> "'" + Quote.of(entry.getKey(), LONGEST_NAME) + "' ("
                                + Counted.of(entry.getValue().events, "event") + ")")
                        .collect(Collectors.joining(", "));
    }
}
