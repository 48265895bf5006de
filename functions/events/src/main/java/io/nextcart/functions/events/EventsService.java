package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.EventDecoder;
import io.nextcart.functions.store.CatalogueItem;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes, shows and forgets the events of shoppers, and takes what the shop says of its items. Thread-safe. Every method throws {@link IOException} when the store does
 * not answer; to ask again does no harm.
 */
public final class EventsService {
    private final EventStore store;
    private final CatalogueStore catalogue;
    private final Clock clock;
    private final UniqueMillis times;

    public EventsService(EventStore store, CatalogueStore catalogue, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.times = new UniqueMillis(clock);
    }

    /**
     * Keeps the good events and tells of the bad ones.
     *
     * @param events up to {@link EventStore#MAX_BATCH} JSON values, each meant to be an event in the fields of {@link
     *     EventDecoder}
     */
    Receipt take(List<? extends @Nullable Object> events) throws IOException {
        List<Event> good = new ArrayList<>(events.size());
        List<Receipt.Rejection> rejected = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Decoded decoded = decode(events.get(i), i);
            if (decoded instanceof Decoded.Accepted accepted) {
                good.add(accepted.event());
            } else if (decoded instanceof Decoded.Rejected bad) {
                rejected.add(new Receipt.Rejection(i, bad.field(), bad.reason()));
            }
        }
        BitSet fresh = good.isEmpty() ? new BitSet() : store.put(good);
        Map<EventType, Integer> recommended = new EnumMap<>(EventType.class);
        for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
            if (good.get(i).recommendationId() != null) {
                recommended.merge(good.get(i).type(), 1, Integer::sum);
            }
        }
        int accepted = fresh.cardinality();
        return new Receipt(accepted, good.size() - accepted, rejected, recommended);
    }

    /** Keeps a view that happens now. */
    void view(String userId, String itemId) throws IOException {
        store.put(List.of(Event.of(new UserId(userId), EventType.VIEW, new ItemId(itemId), times.next())));
    }

    /**
     * The last events of a shopper.
     *
     * @param k 1 to {@link EventStore#MAX_READ}
     * @return newest first
     */
    List<Event> last(String userId, int k) throws IOException {
        List<Event> events = new ArrayList<>(store.last(new UserId(userId), k));
        Collections.reverse(events);
        return events;
    }

    /** Forgets a shopper, and tells how many events were kept. */
    int forget(String userId) throws IOException {
        return store.delete(new UserId(userId));
    }

    /** Changes what is said of an item, and tells all that is kept of it. */
    CatalogueItem say(CatalogueItem change) throws IOException {
        catalogue.put(change);
        return catalogue.get(change.itemId()).orElse(change);
    }

    /** The present, milliseconds since the epoch. */
    long nowMs() {
        return clock.millis();
    }

    private Decoded decode(@Nullable Object event, int index) {
        if (!(event instanceof Map<?, ?> map)) {
            return new Decoded.Rejected("events[" + index + "]", "expected an object");
        }
        @SuppressWarnings("unchecked") // JSON objects have text keys
        Map<String, Object> fields = (Map<String, Object>) map;
        return EventDecoder.decode(fields, fields.get("timestamp") == null ? times.next() : 0);
    }
}
