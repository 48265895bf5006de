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
import io.nextcart.functions.store.RuleStore;
import io.nextcart.functions.store.UserPage;
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
 * Stores, returns and deletes the events of users, and takes changes of the catalogue and of merchandising rules. Thread-safe. Every method throws
 * {@link IOException} when the store does not respond; calling again is harmless.
 */
public final class EventsService {
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final long MAX_AHEAD_MS = 1000;

    private final EventStore store;
    private final CatalogueStore catalogue;
    private final RuleService rules;
    private final Clock clock;
    private final AtomicLong lastMs = new AtomicLong();

    public EventsService(EventStore store, CatalogueStore catalogue, RuleStore rules, Clock clock) {
        this.store = requireNonNull(store, "store is null");
        this.catalogue = requireNonNull(catalogue, "catalogue is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.rules = new RuleService(rules, clock);
    }

    /**
     * The result of sending events.
     *
     * @param accepted stored now
     * @param duplicates stored before, or repeated in the request
     * @param rejected not stored
     * @param recommended events stored now that name a recommendation
     */
    record Receipt(int accepted, int duplicates, List<Rejection> rejected, List<Event> recommended) {}

    /**
     * An unusable event or item.
     *
     * @param index its position in the request, from 0
     * @param field the field at fault
     * @param reason its value and what was expected
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
     * Calls a store.
     *
     * @param store its name, as the start of a sentence
     * @throws ProblemException 503 when it fails; sending the same again is harmless
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
     * Stores the good events, up to {@link EventStore#MAX_BATCH}, and reports the bad ones, including those with
     * implausible times ({@link LogTimes#faultOnArrival}): a sender's clock must not decide what the shop's next model
     * takes for the present.
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

    /** Stores a view that happens now. */
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

    /**
     * All that is stored about a user, in pages.
     *
     * @param after {@link UserPage#next} of the page before; empty for the first page
     */
    UserPage export(String userId, String after) throws IOException {
        return store.export(new UserId(userId), after);
    }

    /** Deletes a user, and returns the number of deleted events. */
    int delete(String userId) throws IOException {
        return store.delete(new UserId(userId));
    }

    /** Changes an item, and returns the whole item. */
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

    /** All parts set of an item; empty for a deleted one. */
    Optional<CatalogueItem> item(ItemId id) throws IOException {
        return catalogue.get(id).filter(item -> !item.deleted());
    }

    /** The shop's merchandising rules. */
    RuleService rules() {
        return rules;
    }

    /** The current time, milliseconds since the epoch. */
    long nowMs() {
        return clock.millis();
    }

    /**
     * The time of an event that has none: the clock's, or a millisecond after the previous one, so such events keep
     * their order and none counts as a repeat. At most a second ahead of the clock.
     */
    long nextMs() {
        long now = clock.millis();
        return lastMs.updateAndGet(before -> before >= now && before < now + MAX_AHEAD_MS ? before + 1 : now);
    }
}
