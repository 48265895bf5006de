package io.nextcart.data.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nextcart.data.Ids;
import io.nextcart.data.ItemId;
import io.nextcart.data.Money;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of an item as a line of the archive: {@code item_id}, {@code updated_at} in milliseconds and, where set,
 * {@code available} (a boolean), {@code category}, {@code price} (a number from 0 to 1e15), {@code title},
 * {@code image_url}; null for an unset part; {@code deleted} is true for a deleted item.
 */
public final class ItemJson {
    private static final JsonFactory JSON_FACTORY = new JsonFactory();
    private static final int LONGEST_LINE = 1 << 16;

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
                row.optionalAmount("price", Money.EXPECTED_PRICE),
                row.optionalText("title"),
                row.optionalText("image_url"),
                unset,
                Boolean.TRUE.equals(row.optionalFlag("deleted")),
                row.time("updated_at"));
    }

    /** An id, or several ids of up to 128 characters each, separated by bars. */
    private static @Nullable String category(RowFields row) {
        return row.get("category") instanceof String several && several.contains(CatalogueItem.BETWEEN_CATEGORIES)
                ? CatalogueItem.joined(CatalogueValues.categories(several).stream()
                        .map(id -> Ids.check("category", id))
                        .toList())
                : row.optionalId("category");
    }

    /** Writes changes of items, one object a line, in the form that {@code POST /v1/items} takes. */
    static final class Writer implements Closeable {
        private final JsonGenerator json;

        /** @param out closed together with this writer */
        Writer(OutputStream out) throws IOException {
            json = JSON_FACTORY.createGenerator(out);
            json.setRootValueSeparator(null);
        }

        /**
         * Writes one item, without null parts.
         *
         * @throws UncheckedIOException when it cannot be written
         */
        void write(CatalogueItem item) {
            try {
                json.writeStartObject();
                json.writeStringField("item_id", item.itemId().value());
                Boolean available = item.available();
                if (available != null) {
                    json.writeBooleanField("available", available);
                }
                if (item.category() != null) {
                    json.writeArrayFieldStart("categories");
                    for (String category : item.categories()) {
                        json.writeString(category);
                    }
                    json.writeEndArray();
                }
                EventJson.optional(json, "price", item.price());
                EventJson.optional(json, "title", item.title());
                EventJson.optional(json, "image_url", item.imageUrl());
                json.writeEndObject();
                json.writeRaw('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            json.close();
        }
    }

    public interface Lines {
        /**
         * @param object the JSON text as in the file
         * @param line its number, from 1
         */
        void accept(String object, long line);
    }

    /** Reads the lines of a file of changes. Each must be an object with an item id; the API validates the rest. */
    public static ReadReport readChanges(Source source, Lines sink) {
        return JsonLines.read(
                source,
                LONGEST_LINE,
                (text, line, count) -> JsonLines.objects(
                                "an item", row -> row.id("item_id"), id -> sink.accept(text.strip(), line))
                        .accept(text, line, count));
    }

    /** Writes one object, without parts that were never set. */
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
