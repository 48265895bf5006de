package io.nextcart.training.table;

import io.nextcart.engine.table.ItemTable;
import java.util.Arrays;

/** Which items of a log the tables of an earlier time know. */
public final class KnownItems {
    private KnownItems() {}

    /**
     * Finds the items of a log in tables.
     *
     * @param itemIds of the log, in the order of its indices
     * @return for each the index in the tables, or −1
     */
    public static int[] indices(String[] itemIds, ItemTable items) {
        return Arrays.stream(itemIds).mapToInt(items::indexOf).toArray();
    }
}
