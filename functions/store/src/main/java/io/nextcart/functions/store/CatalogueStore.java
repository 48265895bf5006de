package io.nextcart.functions.store;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Stores the shop's changes of its items between retrains. Implementations are thread-safe, and a change is durable
 * before {@link #put} returns.
 */
public interface CatalogueStore {
    /** Most items in one {@link #putAll}. */
    int MAX_ITEMS = 500;

    /**
     * Adds items or changes their given parts; null parts keep their values, and an item that is no longer deleted has
     * only the parts set since. The last call wins, and within a call the last of several changes of an item. An item's
     * time never goes back: a change with an earlier time takes the stored one. A change without effect keeps the time
     * too, so a shop may send its whole catalogue every night.
     *
     * @param items up to {@link #MAX_ITEMS}
     * @throws IOException when the changes may not have been stored; repeating the call is harmless
     */
    void putAll(List<CatalogueItem> items) throws IOException;

    /** Changes one item: {@link #putAll}. */
    default void put(CatalogueItem item) throws IOException {
        putAll(List.of(item));
    }

    /** The stored item, which may be marked as deleted; empty when it is unknown. */
    Optional<CatalogueItem> get(ItemId item) throws IOException;

    /**
     * The items changed at or after a time, once each, in their current state. A change may take seconds to appear
     * here, and the writers' clocks differ: a caller that polls should overlap the times by a minute.
     *
     * @param sinceMs milliseconds since the epoch, at least 0
     * @return by time, then by id
     */
    List<CatalogueItem> changedSince(long sinceMs) throws IOException;
}
