package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the shop said of an item as a line of the archive: {@code item_id}, {@code updated_at} in milliseconds and, where
 * said, {@code available} (a truth value), {@code category}, {@code price} (a number, 0 or more), {@code title}, {@code image_url}; null for a
 * part that was unset; {@code deleted} is true where the item is.
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
        EnumSet<CatalogueItem.Part> unset = EnumSet.noneOf(CatalogueItem.Part.class);
        for (CatalogueItem.Part part : CatalogueItem.Part.values()) {
            if (row.holdsNull(part.wireName())) {
                unset.add(part);
            }
        }
        return new CatalogueItem(
                new ItemId(row.id("item_id")),
                row.optionalFlag("available"),
                category(row),
                row.optionalNumber("price", CatalogueItem.EXPECTED_PRICE),
                row.optionalText("title"),
                row.optionalText("image_url"),
                unset,
                Boolean.TRUE.equals(row.optionalFlag("deleted")),
                row.time("updated_at"));
    }

    /** An id, or several ids of up to 128 characters each with bars between them. */
    private static @Nullable String category(RowFields row) {
        return row.get("category") instanceof String several && several.contains(CatalogueItem.BETWEEN_CATEGORIES)
                ? CatalogueItem.joined(CatalogueValues.categories(several).stream()
                        .map(id -> Ids.check("category", id))
                        .toList())
                : row.optionalId("category");
    }

    /** Writes one object; parts that were never said are left out. */
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
        for (CatalogueItem.Part part : CatalogueItem.Part.values()) {
            if (line.unset().contains(part)) {
                json.writeNullField(part.wireName());
            }
        }
        if (line.deleted()) {
            json.writeBooleanField("deleted", true);
        }
        json.writeNumberField("updated_at", line.updatedAtMs());
        json.writeEndObject();
    }
}
