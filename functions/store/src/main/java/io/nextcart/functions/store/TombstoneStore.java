package io.nextcart.functions.store;

import java.io.IOException;
import java.util.List;

/** Shoppers who asked to be forgotten, as {@link EventStore#delete} left them. */
public interface TombstoneStore {
    /**
     * The shoppers forgotten at or after a time, each with the last time.
     *
     * @param sinceMs milliseconds since the epoch; 0 for all
     * @return by time, then by id
     */
    List<Tombstone> since(long sinceMs) throws IOException;
}
