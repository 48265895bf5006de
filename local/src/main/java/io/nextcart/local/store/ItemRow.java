package io.nextcart.local.store;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import java.nio.ByteBuffer;
import java.util.Comparator;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.jspecify.annotations.Nullable;

/** What the shop says about an item without what its {@link Key} says already. */
record ItemRow(
        @Nullable Boolean available,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String title,
        @Nullable String imageUrl) {
    private static final int AVAILABLE = 1;
    private static final int UNAVAILABLE = 2;
    private static final int CATEGORY = 4;
    private static final int PRICE = 8;
    private static final int TITLE = 16;
    private static final int IMAGE_URL = 32;

    /** One byte with which parts follow, then those parts. */
    static final Form<ItemRow> FORM = new Form<>(
            ItemRow[]::new,
            null,
            row -> Form.length(row.category) + Form.length(row.title) + Form.length(row.imageUrl),
            (into, row) -> row.write(into),
            ItemRow::read);

    static ItemRow of(CatalogueItem item) {
        return new ItemRow(item.available(), item.category(), item.price(), item.title(), item.imageUrl());
    }

    CatalogueItem at(Key key) {
        return new CatalogueItem(new ItemId(key.item), available, category, price, title, imageUrl, key.timeMs);
    }

    /** This, and where it says nothing, what an earlier row says. */
    ItemRow over(ItemRow earlier) {
        return new ItemRow(
                available == null ? earlier.available : available,
                category == null ? earlier.category : category,
                price == null ? earlier.price : price,
                title == null ? earlier.title : title,
                imageUrl == null ? earlier.imageUrl : imageUrl);
    }

    private void write(WriteBuffer into) {
        int parts = Form.bit(available, Boolean.TRUE.equals(available) ? AVAILABLE : UNAVAILABLE)
                | Form.bit(category, CATEGORY)
                | Form.bit(price, PRICE)
                | Form.bit(title, TITLE)
                | Form.bit(imageUrl, IMAGE_URL);
        into.put((byte) parts);
        Form.text(into, category);
        if (price != null) {
            into.putDouble(price);
        }
        Form.text(into, title);
        Form.text(into, imageUrl);
    }

    private static ItemRow read(ByteBuffer from) {
        int parts = from.get();
        return new ItemRow(
                (parts & (AVAILABLE | UNAVAILABLE)) == 0 ? null : (parts & AVAILABLE) != 0,
                Form.text(from, parts, CATEGORY),
                (parts & PRICE) == 0 ? null : from.getDouble(),
                Form.text(from, parts, TITLE),
                Form.text(from, parts, IMAGE_URL));
    }

    /**
     * Where an item is: by its last change, so that what changed since a time is side by side.
     *
     * @param timeMs milliseconds since the epoch
     */
    record Key(long timeMs, String item) {
        /** The time as a variable-length number. */
        static final Form<Key> FORM = new Form<>(
                Key[]::new,
                Comparator.comparingLong(Key::timeMs).thenComparing(Key::item),
                key -> key.item.length(),
                (into, key) -> Form.text(into.putVarLong(key.timeMs), key.item),
                from -> new Key(DataUtils.readVarLong(from), Form.text(from)));
    }
}
