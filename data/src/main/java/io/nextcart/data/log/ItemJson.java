package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.ItemId;
import java.io.IOException;
import java.util.Map;

/**
 * What the shop said of an item as a line of the archive: {@code item_id}, {@code updated_at} in milliseconds and, where
 * said, {@code available} (a truth value), {@code category}, {@code price} (a number, 0 or more), {@code title}, {@code image_url}.
 */
public final class ItemJson {
    private ItemJson() {}

    /**
     * Reads one object.
     *
     * @throws IllegalArgumentException with the field at fault
     */
    public static CatalogueItem read(Map<String, Object> fields) {
        return read(new RowFields(fields));
    }

    static CatalogueItem read(RowFields row) {
        return new CatalogueItem(
                new ItemId(row.id("item_id")),
                row.optionalFlag("available"),
                row.optionalId("category"),
                row.optionalNumber("price", CatalogueItem.EXPECTED_PRICE),
                row.optionalText("title"),
                row.optionalText("image_url"),
                row.time("updated_at"));
    }

    /** Writes one object; parts that are null are left out. */
    public static void write(JsonGenerator json, CatalogueItem line) throws IOException {
        json.writeStartObject();
        json.writeStringField("item_id", line.itemId().value());
        Boolean available = line.available();
        if (available != null) {
            json.writeBooleanField("available", available);
        }
        EventJson.optional(json, "category", line.category());
        EventJson.optional(json, "price", line.price());
        EventJson.optional(json, "title", line.title());
        EventJson.optional(json, "image_url", line.imageUrl());
        json.writeNumberField("updated_at", line.updatedAtMs());
        json.writeEndObject();
    }
}
