package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemId;
import io.nextcart.data.UserId;
import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.Decoded;
import io.nextcart.data.log.LogTimes;
import io.nextcart.functions.api.ProblemException;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.EventStore;
import io.nextcart.store.document.JsonFields;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes, shows and deletes the events of users, and takes changes of the catalogue. Thread-safe. Every method throws {@link
 * IOException} when the store does not respond; asking again does no harm.
 */
public final class EventsService {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final long MAX_AHEAD_MS = 1000;

    private final EventStore store;
    private final CatalogueStore catalogue;
    private final Clock clock;
    private final AtomicLong lastMs = new AtomicLong();

    public EventsService(EventStore store, CatalogueStore catalogue, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * What became of events that were sent.
     *
     * @param accepted kept now
     * @param duplicates kept before, or twice in the request
     * @param rejected not kept
     * @param recommended of those kept now, those that name the recommendation they follow
     */
    record Receipt(int accepted, int duplicates, List<Rejection> rejected, List<Event> recommended) {}

    /**
     * An event or an item that cannot be used.
     *
     * @param index its position in the request, from 0
     * @param field the field at fault
     * @param reason what it holds and what was expected
     */
    record Rejection(int index, String field, String reason) {
        JsonFields toJson() {
            return new JsonFields().put("index", index).put("field", field).put("reason", reason);
        }
    }

    /** A call of a store. */
    interface Ask<T> {
        T ask() throws IOException;
    }

    /**
     * The answer of a store.
     *
     * @param store as it begins a sentence
     * @throws ProblemException 503 when it fails: sending the same again does no harm
     */
    static <T> T orUnavailable(String store, Ask<T> ask) {
        try {
            return ask.ask();
        } catch (IOException e) {
            System.getLogger(EventsService.class.getName())
                    .log(System.Logger.Level.WARNING, store + " does not respond", e);
            throw ProblemException.unavailable(store + " does not respond; send the same again", RETRY_AFTER_SECONDS);
        }
    }

    /**
     * Keeps the good events, up to {@link EventStore#MAX_BATCH}, and reports the bad ones, such as those whose time cannot be true
     * ({@link LogTimes#faultOnArrival}): a client's clock must not decide what the shop's next model takes for the present.
     */
    Receipt take(List<Decoded> events) throws IOException {
        List<Event> good = new ArrayList<>(events.size());
        List<Rejection> rejected = new ArrayList<>();
        long nowMs = nowMs();
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Decoded.Rejected bad) {
                rejected.add(new Rejection(i, bad.field(), bad.reason()));
            } else if (events.get(i) instanceof Decoded.Accepted accepted) {
                Optional<String> fault =
                        LogTimes.faultOnArrival(accepted.event().timestampMs(), nowMs);
                if (fault.isPresent()) {
                    rejected.add(new Rejection(i, "timestamp", fault.get()));
                } else {
                    good.add(accepted.event());
                }
            }
        }
        BitSet fresh = good.isEmpty() ? new BitSet() : store.put(good);
        List<Event> recommended = new ArrayList<>();
        for (int i = fresh.nextSetBit(0); i >= 0; i = fresh.nextSetBit(i + 1)) {
            if (good.get(i).recommendationId() != null) {
                recommended.add(good.get(i));
            }
        }
        int accepted = fresh.cardinality();
        return new Receipt(accepted, good.size() - accepted, rejected, recommended);
    }

    /** Keeps a view that happens now. */
    void view(String userId, String itemId) throws IOException {
        store.put(List.of(Event.of(new UserId(userId), EventType.VIEW, new ItemId(itemId), nextMs())));
    }

    /**
     * The last events of a user.
     *
     * @param k 1 to {@link EventStore#MAX_READ}
     * @return newest first
     */
    List<Event> last(String userId, int k) throws IOException {
        List<Event> events = new ArrayList<>(store.last(new UserId(userId), k));
        Collections.reverse(events);
        return events;
    }

    /** Deletes a user, and returns how many events were deleted. */
    int delete(String userId) throws IOException {
        return store.delete(new UserId(userId));
    }

    /** Changes an item, and returns everything kept of it. */
    CatalogueItem say(CatalogueItem change) throws IOException {
        catalogue.put(change);
        return catalogue.get(change.itemId()).orElse(change);
    }

    /** Changes items, up to {@link CatalogueStore#MAX_ITEMS}, and returns how many. */
    int say(List<CatalogueItem> changes) throws IOException {
        if (!changes.isEmpty()) {
            catalogue.putAll(changes);
        }
        return changes.size();
    }

    /** What was said of an item; nothing for a deleted one. */
    Optional<CatalogueItem> item(ItemId id) throws IOException {
        return catalogue.get(id).filter(item -> !item.deleted());
    }

    /** The present, milliseconds since the epoch. */
    long nowMs() {
        return clock.millis();
    }

    /**
     * The time of an event that names none: the clock's, but a millisecond later than the one before, so that their order is kept
     * and two of them are never taken for one. Runs ahead of the clock by a second at most.
     */
    long nextMs() {
        long now = clock.millis();
        return lastMs.updateAndGet(before -> before >= now && before < now + MAX_AHEAD_MS ? before + 1 : now);
    }
}
