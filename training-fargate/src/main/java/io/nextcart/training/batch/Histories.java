package io.nextcart.training.batch;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;
import io.nextcart.engine.Query;
import io.nextcart.training.table.Dictionary;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The events of the wanted shoppers: about 25 bytes an event, and each item's id once. Fill it, seal it, then query it;
 * queries are thread-safe.
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

    /** Sorts by shopper and time; events of one shopper and millisecond stay in the order of arrival. */
    void seal() {
        order = IntStream.range(0, user.size()).toArray();
        IntArrays.mergeSort(order, (one, other) -> {
            int byUser = Integer.compare(user.getInt(one), user.getInt(other));
            return byUser != 0 ? byUser : Long.compare(timeMs.getLong(one), timeMs.getLong(other));
        });
        offsets = new int[users.size() + 1];
        for (int number : user) {
            offsets[number + 1]++;
        }
        Arrays.parallelPrefix(offsets, Integer::sum);
    }

    /** How many wanted shoppers have no event. */
    int strangers() {
        return (int) IntStream.range(0, users.size())
                .filter(number -> offsets[number] == offsets[number + 1])
                .count();
    }

    /** How many distinct items match. */
    int itemsThat(Predicate<String> are) {
        return (int) IntStream.range(0, items.size())
                .mapToObj(items::string)
                .filter(are)
                .count();
    }

    /** A shopper's last events, oldest first, without repeats. */
    List<Interaction> of(int number) {
        int[] events = Arrays.copyOfRange(order, offsets[number], offsets[number + 1]);
        List<Interaction> all = new ArrayList<>(events.length);
        for (int event : events) {
            Interaction one = new Interaction(items.string(item.getInt(event)), type.get(event), timeMs.getLong(event));
            // A log that is named or sent twice counts once.
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
