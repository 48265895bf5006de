package io.nextcart.training.table;

import io.nextcart.engine.table.ItemTable;
import java.util.Arrays;

/** Finds the items of a log in the tables of an earlier time. */
public final class KnownItems {
    private KnownItems() {}

    /**
     * Finds the items of a log in tables.
     *
     * @param itemIds of the log, by index
     * @return for each the index in the tables, or −1
     */
    public static int[] indices(String[] itemIds, ItemTable items) {
        return Arrays.stream(itemIds).mapToInt(items::indexOf).toArray();
    }
}
