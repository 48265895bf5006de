package io.nextcart.data.log;

import io.nextcart.data.Event;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts events whose visitor or item id is a placeholder for none, such as {@code null}: all shoppers without an id
 * would become one. {@code 0} counts as an ordinary id where most ids are numbers.
 */
final class PlaceholderIds {
    private static final Set<String> NAMES =
            Set.of("null", "undefined", "nan", "none", "nil", "n/a", "-1", "0", "[object object]", "(not set)");
    private static final int LONGEST = 15;

    private final Column visitors = new Column();
    private final Column items = new Column();

    private static final class Column {
        private final Map<String, Long> events = new HashMap<>();
        private long all;
        private long numbers;

        private void add(String id, long count) {
            all += count;
            numbers += id.charAt(0) >= '0' && id.charAt(0) <= '9' ? count : 0;
            if (id.length() <= LONGEST && NAMES.contains(id.toLowerCase(Locale.ROOT))) {
                events.merge(id, count, Long::sum);
            }
        }

        private void addTo(Map<String, Long> found, String what) {
            events.forEach((id, count) -> {
                if (!id.equals("0") || 2 * (numbers - count) < all - count) {
                    found.put(what + " " + id, count);
                }
            });
        }
    }

    void add(Event event) {
        addVisitor(event.userId().value(), 1);
        addItem(event.itemId().value(), 1);
    }

    void addVisitor(String id, long events) {
        visitors.add(id, events);
    }

    void addItem(String id, long events) {
        items.add(id, events);
    }

    /** Events by {@code visitor null}, {@code item 0} and so on, sorted. */
    Map<String, Long> found() {
        Map<String, Long> found = new TreeMap<>();
        visitors.addTo(found, "visitor");
        items.addTo(found, "item");
        return found;
    }
}
