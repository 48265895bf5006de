package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.ItemId;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shop said of an item as a line of the log of record: {@code item_id}, {@code updated_at} in milliseconds and, where
 * said, {@code available} (a truth value), {@code category}, {@code price} (a number, 0 or more), {@code title}, {@code image_url}.
 */
public final class ItemJson {
    private static final String ITEM_ID = "item_id";
    private static final String AVAILABLE = "available";
    private static final String CATEGORY = "category";
    private static final String PRICE = "price";
    private static final String TITLE = "title";
    private static final String IMAGE_URL = "image_url";
    private static final String UPDATED_AT = "updated_at";

    private ItemJson() {}

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException with the field at fault
     */
    public static ItemLine read(Map<String, Object> fields) {
        ItemId item = new ItemId(FieldText.required(fields, ITEM_ID));
        long atMs = FieldText.time(fields, UPDATED_AT);
        String title = FieldText.text(fields, TITLE);
        String imageUrl = FieldText.text(fields, IMAGE_URL);
        String category = FieldText.id(fields, CATEGORY);
        Object available = fields.get(AVAILABLE);
        if (available != null && !(available instanceof Boolean)) {
            throw new IllegalArgumentException(AVAILABLE + " expected true or false");
        }
        return new ItemLine(item, (Boolean) available, category, price(fields.get(PRICE)), title, imageUrl, atMs);
    }

    /** Writes one object; parts that are null are left out. */
    public static void write(JsonGenerator json, ItemLine line) throws IOException {
        json.writeStartObject();
        json.writeStringField(ITEM_ID, line.itemId().value());
        Boolean available = line.available();
        if (available != null) {
            json.writeBooleanField(AVAILABLE, available);
        }
        text(json, CATEGORY, line.category());
        Double price = line.price();
        if (price != null) {
            json.writeNumberField(PRICE, price);
        }
        text(json, TITLE, line.title());
        text(json, IMAGE_URL, line.imageUrl());
        json.writeNumberField(UPDATED_AT, line.updatedAtMs());
        json.writeEndObject();
    }

    /** What is no number becomes NaN, which no line takes. */
    private static @Nullable Double price(@Nullable Object price) {
        if (price == null) {
            return null;
        }
        return price instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    private static void text(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
