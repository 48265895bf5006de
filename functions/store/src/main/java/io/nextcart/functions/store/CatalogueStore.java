package io.nextcart.functions.store;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what the shop says of its items between retrains. Implementations are thread-safe, and a change is safe on disk
 * before {@link #put} returns.
 */
public interface CatalogueStore {
    /** Most items of one {@link #putAll}. */
    int MAX_ITEMS = 500;

    /**
     * Adds items or changes the parts given; a part that is null keeps what is there, and an item that is not deleted any more has what
     * is said from then on. The last call wins, and of an item that comes twice the later place, but an item's time never goes back: a
     * change that comes with an earlier time than the one kept takes the kept one. What changes nothing keeps the time, too, so that a
     * shop may send its whole catalogue every night.
     *
     * @param items up to {@link #MAX_ITEMS}
     * @throws IOException when it is not certain that the changes are kept; to put them again does no harm
     */
    void putAll(List<CatalogueItem> items) throws IOException;

    /** Changes one item: {@link #putAll}. */
    default void put(CatalogueItem item) throws IOException {
        putAll(List.of(item));
    }

    /** All that was said of an item, also that it is deleted, or nothing for an item of which nothing was said. */
    Optional<CatalogueItem> get(ItemId item) throws IOException;

    /**
     * The items changed at or after a time, each once, as it is now. A change may take seconds to appear here, and the
     * clocks of the writers differ: a caller that polls lets the times overlap by a minute.
     *
     * @param sinceMs milliseconds since the epoch, at least 0
     * @return by time, then by id
     */
    List<CatalogueItem> changedSince(long sinceMs) throws IOException;
}
