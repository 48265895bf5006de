package io.nextcart.functions.store.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.ItemId;
import io.nextcart.functions.store.CatalogueItem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How items travel between {@link HttpCatalogueStore} and the process that keeps them. Three calls, all POST, JSON both ways:
 *
 * <ul>
 *   <li>{@code put-item}: an item → {@code {}}
 *   <li>{@code get-item}: {@code {"item_id"}} → {@code {"items":[…]}}, none or one
 *   <li>{@code changed-items}: {@code {"since_ms"}} → {@code {"items":[…]}}
 * </ul>
 *
 * An item is {@code {"item_id", "available"?, "category"?, "price"?, "title"?, "image_url"?, "updated_at_ms"}}.
 */
public final class CatalogueWire {
    private CatalogueWire() {}

    /** An item as UTF-8. */
    public static byte[] item(CatalogueItem item) throws IOException {
        return EventWire.object(json -> fields(json, item));
    }

    /** {@code {"items":[…]}}. */
    public static byte[] items(List<CatalogueItem> items) throws IOException {
        return EventWire.object(json -> {
            json.writeArrayFieldStart("items");
            for (CatalogueItem item : items) {
                json.writeStartObject();
                fields(json, item);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /**
     * Reads an item.
     *
     * @throws IOException when it is none
     */
    public static CatalogueItem item(Map<?, ?> object) throws IOException {
        try {
            return new CatalogueItem(
                    new ItemId(String.valueOf(object.get("item_id"))),
                    (Boolean) object.get("available"),
                    text(object, "category"),
                    object.get("price") instanceof Number price ? price.doubleValue() : null,
                    text(object, "title"),
                    text(object, "image_url"),
                    object.get("updated_at_ms") instanceof Number time ? time.longValue() : -1);
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new IOException("no item of a catalogue: " + e.getMessage(), e);
        }
    }

    /** Reads {@code items} of an object. */
    static List<CatalogueItem> items(Map<String, Object> object) throws IOException {
        if (!(object.get("items") instanceof List<?> list)) {
            throw new IOException("no list of items");
        }
        List<CatalogueItem> items = new ArrayList<>(list.size());
        for (Object each : list) {
            items.add(item(each instanceof Map<?, ?> fields ? fields : Map.of()));
        }
        return items;
    }

    private static void fields(JsonGenerator json, CatalogueItem item) throws IOException {
        Boolean available = item.available();
        Double price = item.price();
        json.writeStringField("item_id", item.itemId().value());
        if (available != null) {
            json.writeBooleanField("available", available);
        }
        optional(json, "category", item.category());
        if (price != null) {
            json.writeNumberField("price", price);
        }
        optional(json, "title", item.title());
        optional(json, "image_url", item.imageUrl());
        json.writeNumberField("updated_at_ms", item.updatedAtMs());
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static @Nullable String text(Map<?, ?> object, String name) {
        return (String) object.get(name);
    }
}
