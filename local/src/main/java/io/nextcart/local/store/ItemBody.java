package io.nextcart.local.store;

import io.nextcart.data.ItemId;
import io.nextcart.data.log.CatalogueItem;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/** What is said of an item without what its {@link ChangeKey} says already. */
record ItemBody(
        @Nullable Boolean available,
        @Nullable String category,
        @Nullable Double price,
        @Nullable String title,
        @Nullable String imageUrl) {
    static ItemBody of(CatalogueItem item) {
        return new ItemBody(item.available(), item.category(), item.price(), item.title(), item.imageUrl());
    }

    CatalogueItem at(ChangeKey key) {
        return new CatalogueItem(new ItemId(key.item()), available, category, price, title, imageUrl, key.timeMs());
    }

    /** This, and where it says nothing, what was said before. */
    ItemBody over(ItemBody before) {
        return new ItemBody(
                available == null ? before.available : available,
                category == null ? before.category : category,
                price == null ? before.price : price,
                title == null ? before.title : title,
                imageUrl == null ? before.imageUrl : imageUrl);
    }

    /** Its form in the file: one byte that tells which parts follow, then those parts. */
    static final class Type extends BasicDataType<ItemBody> {
        private static final int AVAILABLE = 1;
        private static final int UNAVAILABLE = 2;
        private static final int CATEGORY = 4;
        private static final int PRICE = 8;
        private static final int TITLE = 16;
        private static final int IMAGE_URL = 32;
        private static final int OBJECT_BYTES = 64;

        @Override
        public int getMemory(ItemBody body) {
            return OBJECT_BYTES + textBytes(body.category) + textBytes(body.title) + textBytes(body.imageUrl);
        }

        @Override
        public void write(WriteBuffer into, ItemBody body) {
            int parts = (Boolean.TRUE.equals(body.available) ? AVAILABLE : 0)
                    | (Boolean.FALSE.equals(body.available) ? UNAVAILABLE : 0)
                    | (body.category == null ? 0 : CATEGORY)
                    | (body.price == null ? 0 : PRICE)
                    | (body.title == null ? 0 : TITLE)
                    | (body.imageUrl == null ? 0 : IMAGE_URL);
            into.put((byte) parts);
            write(into, body.category);
            if (body.price != null) {
                into.putDouble(body.price);
            }
            write(into, body.title);
            write(into, body.imageUrl);
        }

        @Override
        public ItemBody read(ByteBuffer from) {
            int parts = from.get();
            Boolean available = (parts & AVAILABLE) != 0 ? Boolean.TRUE : null;
            return new ItemBody(
                    (parts & UNAVAILABLE) != 0 ? Boolean.FALSE : available,
                    (parts & CATEGORY) == 0 ? null : StringDataType.INSTANCE.read(from),
                    (parts & PRICE) == 0 ? null : from.getDouble(),
                    (parts & TITLE) == 0 ? null : StringDataType.INSTANCE.read(from),
                    (parts & IMAGE_URL) == 0 ? null : StringDataType.INSTANCE.read(from));
        }

        @Override
        public ItemBody[] createStorage(int size) {
            return new ItemBody[size];
        }

        private static void write(WriteBuffer into, @Nullable String text) {
            if (text != null) {
                StringDataType.INSTANCE.write(into, text);
            }
        }

        private static int textBytes(@Nullable String text) {
            return text == null ? 0 : 56 + 2 * text.length();
        }
    }
}
