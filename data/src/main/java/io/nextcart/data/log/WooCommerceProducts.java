package io.nextcart.data.log;

import static java.util.Objects.requireNonNullElse;

import io.nextcart.data.ItemId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the product CSV that WooCommerce exports. A variable product has a row of its own and one per variation, which
 * names its parent by {@code id:7} or its SKU. Format:
 * https://github.com/woocommerce/woocommerce/wiki/Product-CSV-Import-Schema.
 */
final class WooCommerceProducts {
    private static final List<String> COLUMNS = List.of("ID", "Type", "SKU", "Name");
    private static final String STOCK = "In stock?";
    /** A backslash escapes a comma in a value. */
    private static final Pattern COMMA = Pattern.compile("(?<!\\\\),");

    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Row> byParent = new HashMap<>();

    private WooCommerceProducts() {}

    /** A product or a variation. */
    private static final class Row {
        private final String place;
        private final String id;
        private final String sku;
        private final String parent; // empty for a product
        private final String title;
        private final @Nullable Boolean shown; // null when no column says it
        private final List<String> categories;
        private final String image;
        private @Nullable Double price;

        Row(NamedColumns.Row row, String place, @Nullable Double price, @Nullable Boolean shown) {
            this.place = place;
            this.id = row.id("ID");
            this.sku = row.field("SKU").strip();
            boolean variation = types(row).contains("variation");
            this.parent = variation ? row.field("Parent").strip() : "";
            if (variation && parent.isEmpty()) {
                throw new IllegalArgumentException("column Parent is empty for a variation, expected id:7 or an SKU");
            }
            this.title = FeedItems.text("column Name", row.field("Name"));
            this.shown = shown;
            this.categories = values(row.field("Categories"));
            List<String> images = values(row.field("Images"));
            this.image = images.isEmpty() ? "" : images.get(0);
            this.price = price;
        }

        boolean isVariation() {
            return !parent.isEmpty();
        }
    }

    /**
     * Reads products.
     *
     * @param bySku whether products and variations are items, by their SKU, instead of products alone, by their ID
     */
    static ReadReport read(Source source, boolean bySku, FeedItems items) {
        WooCommerceProducts products = new WooCommerceProducts();
        ReadReport report = NamedColumns.read(
                source,
                COLUMNS,
                row -> products.add(row, source.file() + ", line " + row.line(), bySku, items),
                row -> {});
        products.give(bySku, items);
        return report;
    }

    private Row add(NamedColumns.Row row, String place, boolean bySku, FeedItems items) {
        items.lack(row, List.of(STOCK), "nothing is said of what is in stock");
        items.lack(row, List.of("Published"), "drafts and private products count as published");
        Double price = items.price("column Regular price", row.field("Regular price"));
        Double sale = items.price("column Sale price", row.field("Sale price"));
        if (sale != null && !(row.field("Date sale price starts") + row.field("Date sale price ends")).isBlank()) {
            items.note("sale price", "with dates left out", place);
            sale = null;
        }
        boolean published = number(row, "Published", "1 (published), 0 (private) or -1 (draft)", "1", "0", "-1");
        boolean inStock = row.has(STOCK)
                && (number(row, STOCK, "1, 0 or backorder", "1", "backorder", "0")
                        || row.field(STOCK).strip().equals("backorder"));
        boolean visible = !row.field("Visibility in catalog").strip().equals("hidden");
        Boolean known = row.has(STOCK) ? (Boolean) inStock : null;
        Boolean shown = FeedItems.both(published && visible, known);
        Row read = new Row(row, place, sale == null ? price : sale, shown);
        if (bySku) {
            CsvRows.id("column SKU", read.sku);
        }
        rows.add(read);
        if (!read.isVariation()) {
            byParent.put("id:" + read.id, read);
            if (!read.sku.isEmpty()) {
                byParent.put(read.sku, read);
            }
        }
        return read;
    }

    /** Whether a column holds the first of the allowed values; an empty field counts as the first. */
    private static boolean number(NamedColumns.Row row, String column, String expected, String... values) {
        String text = row.field(column).strip();
        if (!text.isEmpty() && !Arrays.asList(values).contains(text)) {
            throw new IllegalArgumentException(
                    "column " + column + " is '" + Quote.of(text, 40) + "', expected " + expected);
        }
        return text.isEmpty() || text.equals(values[0]);
    }

    private void give(boolean bySku, FeedItems items) {
        for (Row row : rows) {
            Row parent = byParent.get(row.parent);
            if (row.isVariation() && parent == null) {
                items.note("variation", "left out whose parent is not in the file", row.place);
            } else if (parent != null
                    && row.price != null
                    && !(requireNonNullElse(parent.price, Double.MAX_VALUE) <= row.price)) {
                parent.price = row.price; // a product sells "from" its lowest price
            }
        }
        for (Row row : rows) {
            Row parent = byParent.get(row.parent);
            if (!row.isVariation() || (bySku && parent != null)) {
                items.add(
                        new ItemId(bySku ? row.sku : row.id),
                        row.place,
                        parent == null ? row.shown : FeedItems.both(row.shown, parent.shown),
                        row.categories.isEmpty() && parent != null ? parent.categories : row.categories,
                        row.price,
                        row.title,
                        row.image.isEmpty() && parent != null ? parent.image : row.image);
            }
        }
    }

    private static List<String> types(NamedColumns.Row row) {
        return Arrays.stream(row.field("Type").toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .toList();
    }

    private static List<String> values(String text) {
        return COMMA.splitAsStream(text)
                .map(value -> value.replace("\\,", ",").strip())
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
