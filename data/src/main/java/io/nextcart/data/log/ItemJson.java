package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.ItemId;
import io.nextcart.data.ItemProperty;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
     * When it was said, milliseconds since the epoch.
     *
     * @throws IllegalArgumentException with the field at fault, when these are not the fields of a line
     */
    public static long updatedAtMs(Map<String, Object> fields) {
        properties(fields);
        return FieldText.time(fields, UPDATED_AT);
    }

    /** Writes one object of fields that {@link #updatedAtMs} accepted; parts that are null are left out. */
    public static void write(JsonGenerator json, Map<String, Object> fields) throws IOException {
        json.writeStartObject();
        json.writeStringField(ITEM_ID, FieldText.required(fields, ITEM_ID));
        if (fields.get(AVAILABLE) instanceof Boolean available) {
            json.writeBooleanField(AVAILABLE, available);
        }
        text(json, CATEGORY, fields);
        if (fields.get(PRICE) instanceof Number price) {
            json.writeNumberField(PRICE, price.doubleValue());
        }
        text(json, TITLE, fields);
        text(json, IMAGE_URL, fields);
        json.writeNumberField(UPDATED_AT, FieldText.time(fields, UPDATED_AT));
        json.writeEndObject();
    }

    /**
     * The parts that training knows, as properties by the names of {@link RetailRocket}.
     *
     * @throws IllegalArgumentException with the field at fault
     */
    static List<ItemProperty> properties(Map<String, Object> fields) {
        ItemId item = new ItemId(FieldText.required(fields, ITEM_ID));
        long atMs = FieldText.time(fields, UPDATED_AT);
        FieldText.text(fields, TITLE);
        FieldText.text(fields, IMAGE_URL);
        List<ItemProperty> properties = new ArrayList<>();
        String category = FieldText.id(fields, CATEGORY);
        if (category != null) {
            properties.add(new ItemProperty(atMs, item, RetailRocket.CATEGORY_PROPERTY, category));
        }
        Object available = fields.get(AVAILABLE);
        if (available != null) {
            if (!(available instanceof Boolean)) {
                throw new IllegalArgumentException(AVAILABLE + " expected true or false");
            }
            properties.add(
                    new ItemProperty(atMs, item, RetailRocket.AVAILABLE_PROPERTY, available.equals(true) ? "1" : "0"));
        }
        Object price = fields.get(PRICE);
        if (price != null) {
            double number = price instanceof Number given ? given.doubleValue() : Double.NaN;
            if (!(Double.isFinite(number) && number >= 0)) {
                throw new IllegalArgumentException(PRICE + " expected a number, 0 or more");
            }
            properties.add(new ItemProperty(atMs, item, RetailRocket.PRICE_PROPERTY, Double.toString(number)));
        }
        return properties;
    }

    private static void text(JsonGenerator json, String name, Map<String, Object> fields) throws IOException {
        String value = FieldText.text(fields, name);
        if (value != null) {
            json.writeStringField(name, value);
        }
    }
}
