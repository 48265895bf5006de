package io.nextcart.training.batch;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.training.table.Dictionary;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the wanted shoppers did. About 25 bytes an event of theirs, and each item's id once. Fill it, seal it, then ask;
 * asking is thread-safe.
 */
final class Histories {
    private final WantedUsers users;
    private final Dictionary items = new Dictionary();
    private final IntArrayList user = new IntArrayList();
    private final IntArrayList item = new IntArrayList();
    private final LongArrayList timeMs = new LongArrayList();
    private final List<EventType> type = new ArrayList<>();
    private int[] offsets = {};
    private int[] order = {};

    Histories(WantedUsers users) {
        this.users = users;
    }

    void accept(Event event) {
        int number = users.number(event.userId().value());
        if (number >= 0) {
            user.add(number);
            item.add(items.number(event.itemId().value()));
            timeMs.add(event.timestampMs());
            type.add(event.type());
        }
    }

    /** Sorts by shopper; events of a shopper stay in the order of arrival. */
    void seal() {
        offsets = new int[users.size() + 1];
        for (int number : user) {
            offsets[number + 1]++;
        }
        for (int u = 0; u < users.size(); u++) {
            offsets[u + 1] += offsets[u];
        }
        int[] next = offsets.clone();
        order = new int[user.size()];
        for (int i = 0; i < order.length; i++) {
            order[next[user.getInt(i)]++] = i;
        }
    }

    /** The last events of a shopper, oldest first, each once. */
    List<Interaction> of(int number) {
        Integer[] events = new Integer[offsets[number + 1] - offsets[number]];
        for (int i = 0; i < events.length; i++) {
            events[i] = order[offsets[number] + i];
        }
        Arrays.sort(events, Comparator.comparingLong(event -> timeMs.getLong(event))); // stable
        List<Interaction> all = new ArrayList<>(events.length);
        for (int event : events) {
            Interaction one = new Interaction(items.string(item.getInt(event)), type.get(event), timeMs.getLong(event));
            // A log that is named twice, or sent twice, counts once.
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
