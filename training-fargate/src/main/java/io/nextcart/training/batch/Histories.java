package io.nextcart.training.batch;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the wanted shoppers did. About 25 bytes an event of theirs, and each item's id once. To be filled, then sealed, then asked;
 * asking is thread-safe.
 */
final class Histories {
    private static final EventType[] TYPES = EventType.values();

    private final WantedUsers users;
    private final Map<String, Integer> itemNumbers = new HashMap<>();
    private final List<String> items = new ArrayList<>();
    private int[] user = new int[1024];
    private int[] item = new int[1024];
    private long[] timeMs = new long[1024];
    private byte[] type = new byte[1024];
    private int size;
    private int[] offsets = {};
    private int[] order = {};

    Histories(WantedUsers users) {
        this.users = users;
    }

    void accept(Event event) {
        int number = users.number(event.userId().value());
        if (number < 0) {
            return;
        }
        if (size == user.length) {
            int larger = Math.multiplyExact(size, 2);
            user = Arrays.copyOf(user, larger);
            item = Arrays.copyOf(item, larger);
            timeMs = Arrays.copyOf(timeMs, larger);
            type = Arrays.copyOf(type, larger);
        }
        user[size] = number;
        item[size] = itemNumbers.computeIfAbsent(event.itemId().value(), id -> {
            items.add(id);
            return items.size() - 1;
        });
        timeMs[size] = event.timestampMs();
        type[size++] = (byte) event.type().ordinal();
    }

    /** Sorts by shopper; events of a shopper stay in the order of arrival. */
    void seal() {
        offsets = new int[users.size() + 1];
        for (int i = 0; i < size; i++) {
            offsets[user[i] + 1]++;
        }
        for (int u = 0; u < users.size(); u++) {
            offsets[u + 1] += offsets[u];
        }
        int[] next = offsets.clone();
        order = new int[size];
        for (int i = 0; i < size; i++) {
            order[next[user[i]]++] = i;
        }
    }

    /** The last events of a shopper, oldest first, each once. */
    List<Interaction> of(int number) {
        Integer[] events = new Integer[offsets[number + 1] - offsets[number]];
        for (int i = 0; i < events.length; i++) {
            events[i] = order[offsets[number] + i];
        }
        Arrays.sort(events, Comparator.comparingLong(event -> timeMs[event])); // stable
        List<Interaction> all = new ArrayList<>(events.length);
        for (int event : events) {
            Interaction one = new Interaction(items.get(item[event]), TYPES[type[event]], timeMs[event]);
            // A log that is named twice, or sent twice, tells nothing twice.
            if (!repeats(all, one)) {
                all.add(one);
            }
        }
        return all.subList(Math.max(0, all.size() - Query.MAX_HISTORY), all.size());
    }

    private static boolean repeats(List<Interaction> all, Interaction one) {
        for (int i = all.size() - 1; i >= 0 && all.get(i).timestampMs() == one.timestampMs(); i--) {
            if (all.get(i).equals(one)) {
                return true;
            }
        }
        return false;
    }
}
