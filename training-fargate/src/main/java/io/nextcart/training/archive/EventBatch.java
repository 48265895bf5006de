package io.nextcart.training.archive;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events in columns, on their way from where they are read to where their ids are numbered: about 30 bytes each, and
 * each id once.
 *
 * @param users of each event
 * @param items of each event
 * @param purchases the transaction of each event, if any
 * @param type of each event, the ordinal of its {@link EventType}
 * @param atMs of each event, milliseconds since the epoch
 * @param eventId of each event, {@link EventKey#ofId}
 */
public record EventBatch(Ids users, Ids items, Ids purchases, byte[] type, long[] atMs, long[] eventId)
        implements Serializable {
    /** The place of an event without an id. */
    public static final int NONE = -1;

    /**
     * A column of ids.
     *
     * @param distinct each id once, in the order of its first event
     * @param place of each event, the index of its id in {@code distinct}, or {@link #NONE}
     */
    public record Ids(String[] distinct, int[] place) implements Serializable {
        /** Events with each id, by its index in {@code distinct}. */
        public long[] counts() {
            long[] counts = new long[distinct.length];
            for (int at : place) {
                if (at != NONE) {
                    counts[at]++;
                }
            }
            return counts;
        }
    }

    /** Number of events. */
    public int size() {
        return atMs.length;
    }

    /** Collects events. */
    static final class Builder {
        private final IdsBuilder users = new IdsBuilder();
        private final IdsBuilder items = new IdsBuilder();
        private final IdsBuilder purchases = new IdsBuilder();
        private final ByteArrayOutputStream type = new ByteArrayOutputStream();
        private final LongArrayList atMs = new LongArrayList();
        private final LongArrayList eventId = new LongArrayList();

        @SuppressWarnings("EnumOrdinal") // both ends run the same version
        void add(Event event) {
            users.add(event.userId().value());
            items.add(event.itemId().value());
            purchases.add(event.transactionId());
            type.write(event.type().ordinal());
            atMs.add(event.timestampMs());
            eventId.add(EventKey.ofId(event));
        }

        EventBatch build() {
            return new EventBatch(
                    users.build(),
                    items.build(),
                    purchases.build(),
                    type.toByteArray(),
                    atMs.toLongArray(),
                    eventId.toLongArray());
        }
    }

    private static final class IdsBuilder {
        private final Map<String, Integer> places = new LinkedHashMap<>();
        private final IntArrayList place = new IntArrayList();

        void add(@Nullable String id) {
            if (id == null) {
                place.add(NONE);
                return;
            }
            int next = places.size();
            Integer before = places.putIfAbsent(id, next);
            place.add(before == null ? next : before);
        }

        Ids build() {
            return new Ids(places.keySet().toArray(String[]::new), place.toIntArray());
        }
    }
}
