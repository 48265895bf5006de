package io.nextcart.data;

/**
 * Names an item of the shop.
 *
 * @param value 1–128 characters
 */
public record ItemId(String value) implements Comparable<ItemId> {
    public ItemId {
        Ids.check("item_id", value);
    }

    @Override
    public int compareTo(ItemId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
