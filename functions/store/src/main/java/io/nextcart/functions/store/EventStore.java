package io.nextcart.functions.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.UserId;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Stores the events of shoppers. Implementations are thread-safe, and an event is durable before a call returns. */
public interface EventStore {
    /** Most events stored in one call. */
    int MAX_BATCH = 500;

    /** Most events read in one call. */
    int MAX_READ = 500;

    /**
     * Stores each event once; one whose {@link EventKey} is already stored, or occurs earlier in the list, changes
     * nothing.
     *
     * @param events 0 to {@link #MAX_BATCH}
     * @return the positions in {@code events} of the new ones
     * @throws IOException when some events may not have been stored; sending all again is harmless
     */
    BitSet put(List<Event> events) throws IOException;

    /**
     * The newest events of a shopper.
     *
     * @param limit 1 to {@link #MAX_READ}
     * @return oldest first; events of the same millisecond in a stable order
     */
    List<Event> last(UserId user, int limit) throws IOException;

    /**
     * Like {@link #last}, but only shopper, item, type and time are guaranteed; cheaper, as the rest may be missing.
     */
    default List<Event> lastInBrief(UserId user, int limit) throws IOException {
        return last(user, limit);
    }

    /**
     * All that is held about a user, in pages.
     *
     * @param after {@link UserPage#next} of the page before; empty for the first page
     */
    UserPage export(UserId user, String after) throws IOException;

    /**
     * Deletes a user: every event, now and from every later model.
     *
     * @return the number of deleted events
     */
    int delete(UserId user) throws IOException;
}
