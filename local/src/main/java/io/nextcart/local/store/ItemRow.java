package io.nextcart.local.store;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.jspecify.annotations.Nullable;

/** The catalogue entry of an item, without the fields of its {@link Key}. */
record ItemRow(
        @Nullable Boolean available,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String title,
        @Nullable String imageUrl,
        Set<CatalogueItem.Part> unset,
        boolean deleted) {
    private static final int AVAILABLE = 1;
    private static final int UNAVAILABLE = 2;
    private static final int CATEGORY = 4;
    private static final int PRICE = 8;
    private static final int TITLE = 16;
    private static final int IMAGE_URL = 32;
    private static final int UNSET = 64;
    private static final int DELETED = 128;

    /** One byte with the parts that follow, those parts, then one byte with the parts that are unset. */
    static final Form<ItemRow> FORM = new Form<>(
            ItemRow[]::new,
            null,
            row -> Form.length(row.category) + Form.length(row.title) + Form.length(row.imageUrl),
            (into, row) -> row.write(into),
            ItemRow::read);

    static ItemRow of(CatalogueItem item) {
        return new ItemRow(
                item.available(),
                item.category(),
                item.price(),
                item.title(),
                item.imageUrl(),
                item.unset(),
                item.deleted());
    }

    CatalogueItem at(Key key) {
        return new CatalogueItem(
                new ItemId(key.item), available, category, price, title, imageUrl, unset, deleted, key.timeMs);
    }

    private void write(WriteBuffer into) {
        int parts = Form.bit(available, Boolean.TRUE.equals(available) ? AVAILABLE : UNAVAILABLE)
                | Form.bit(category, CATEGORY)
                | Form.bit(price, PRICE)
                | Form.bit(title, TITLE)
                | Form.bit(imageUrl, IMAGE_URL)
                | (unset.isEmpty() ? 0 : UNSET)
                | (deleted ? DELETED : 0);
        into.put((byte) parts);
        Form.text(into, category);
        if (price != null) {
            into.putDouble(price);
        }
        Form.text(into, title);
        Form.text(into, imageUrl);
        if (!unset.isEmpty()) {
            into.put((byte) unset.stream().mapToInt(ItemRow::bit).sum());
        }
    }

    /** The part's bit in the byte of unset parts. */
    private static int bit(CatalogueItem.Part part) {
        return switch (part) {
            case AVAILABLE -> 1;
            case CATEGORY -> 2;
            case PRICE -> 4;
            case TITLE -> 8;
            case IMAGE_URL -> 16;
        };
    }

    private static Set<CatalogueItem.Part> parts(int bits) {
        return Arrays.stream(CatalogueItem.Part.values())
                .filter(part -> (bits & bit(part)) != 0)
                .collect(Collectors.toSet());
    }

    private static ItemRow read(ByteBuffer from) {
        int parts = from.get();
        return new ItemRow(
                (parts & (AVAILABLE | UNAVAILABLE)) == 0 ? null : (parts & AVAILABLE) != 0,
                Form.text(from, parts, CATEGORY),
                (parts & PRICE) == 0 ? null : from.getDouble(),
                Form.text(from, parts, TITLE),
                Form.text(from, parts, IMAGE_URL),
                (parts & UNSET) == 0 ? Set.of() : parts(from.get()),
                (parts & DELETED) != 0);
    }

    /**
     * The position of an item: by its last change, so that all changes since a time are adjacent.
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
