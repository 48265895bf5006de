package io.nextcart.functions.store;

import java.io.IOException;
import java.util.List;

/** The deleted users, as {@link EventStore#delete} recorded them. */
public interface TombstoneStore {
    /**
     * The users deleted at or after a time, each with the last time.
     *
     * @param sinceMs milliseconds since the epoch; 0 for all
     * @return by time, then by id
     */
    List<Tombstone> since(long sinceMs) throws IOException;
}
