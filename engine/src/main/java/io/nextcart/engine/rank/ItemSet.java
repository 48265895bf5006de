package io.nextcart.engine.rank;

/** A set of item numbers: open addressing, at most half full. Not thread-safe. */
final class ItemSet {
    private final int[] entries; // item + 1; 0 is free

    /** @param most items that it will hold, at least 1 */
    ItemSet(int most) {
        entries = new int[Integer.highestOneBit(most) << 2];
    }

    void add(int item) {
        entries[placeOf(item)] = item + 1;
    }

    boolean contains(int item) {
        return entries[placeOf(item)] != 0;
    }

    /** Where the item stands, or would. */
    private int placeOf(int item) {
        int place = (item * 0x9E3779B9) >>> 7 & entries.length - 1;
        while (entries[place] != 0 && entries[place] != item + 1) {
            place = place + 1 & entries.length - 1;
        }
        return place;
    }
}
