package io.nextcart.engine.session;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.table.ItemTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers the items of one request. An item of the tables has its dense index; any other gets the next number from
 * {@link #known()} on at its first mention, so an item added to the shop after the last training can be recommended to
 * those who viewed it. Reused between requests; not thread-safe.
 */
public final class ItemNumbers {
    private final ItemTable items;
    private final List<String> unknown = new ArrayList<>();

    public ItemNumbers(ItemTable items) {
        this.items = requireNonNull(items, "items is null");
    }

    /** Forgets items that the tables do not know. */
    public void reset() {
        unknown.clear();
    }

    /** How many items the tables know; numbers below it are dense indices. */
    public int known() {
        return items.size();
    }

    /** The item's number, a new one when neither the tables nor this request know it. */
    public int number(String id) {
        int number = find(id);
        if (number >= 0) {
            return number;
        }
        unknown.add(id);
        return items.size() + unknown.size() - 1;
    }

    /** The item's number, or −1. */
    public int find(String id) {
        int index = items.indexOf(id);
        if (index >= 0) {
            return index;
        }
        int position = unknown.indexOf(id);
        return position < 0 ? -1 : items.size() + position;
    }

    /** The id of a number. */
    public String id(int number) {
        return number < items.size() ? items.id(number) : unknown.get(number - items.size());
    }
}
