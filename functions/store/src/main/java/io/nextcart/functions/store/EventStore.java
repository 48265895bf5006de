package io.nextcart.functions.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Keeps the events of shoppers. Implementations are thread-safe, and an event is safe on disk before a call returns. */
public interface EventStore {
    /** Most events kept in one call. */
    int MAX_BATCH = 500;

    /** Most events read in one call. */
    int MAX_READ = 500;

    /**
     * Keeps each event once: one whose {@link EventKey} is there already, or stands earlier in the list, changes nothing.
     *
     * @param events 0 to {@link #MAX_BATCH}
     * @return the positions in {@code events} of those that are new
     * @throws IOException when it is not certain that every event is kept; to send them all again does no harm
     */
    BitSet put(List<Event> events) throws IOException;

    /**
     * The newest events of a shopper.
     *
     * @param limit 1 to {@link #MAX_READ}
     * @return oldest first; events of the same millisecond in an order that does not change
     */
    List<Event> last(UserId user, int limit) throws IOException;

    /** The same, for who needs no more of an event than its shopper, item, type and time: the rest may be missing, and costs less. */
    default List<Event> lastInBrief(UserId user, int limit) throws IOException {
        return last(user, limit);
    }

    /**
     * Deletes a user: every event, now and from every later model.
     *
     * @return how many events were deleted
     */
    int delete(UserId user) throws IOException;
}
