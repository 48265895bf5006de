package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.ItemId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the product CSV of Shopify, with the column names used until 2024 or the current ones. A product spans several
 * rows with the same handle: one per variant, and one per additional image. Format:
 * https://help.shopify.com/en/manual/products/import-export/using-csv.
 */
final class ShopifyProducts {
    private static final List<String> COLUMNS = List.of("Handle", "Title", "Variant Price");
    private static final List<String> NEW_COLUMNS = List.of("URL handle", "Title", "Price");
    private static final List<String> QUANTITY = List.of("Variant Inventory Qty", "Inventory quantity");
    private static final List<String> TRACKER = List.of("Variant Inventory Tracker", "Inventory tracker");
    private static final Set<String> STATUS = Set.of("active", "draft", "archived", "unlisted");

    private final Map<String, Product> products = new LinkedHashMap<>();

    private ShopifyProducts() {}

    private static final class Product {
        private final String place;
        private String title = "";
        private String image = "";
        private final List<String> categories = new ArrayList<>();
        private boolean published = true;
        private final List<Variant> variants = new ArrayList<>();

        Product(String place) {
            this.place = place;
        }
    }

    private record Variant(
            String sku,
            String place,
            String options,
            @Nullable Double price,
            String image,
            @Nullable Boolean sellable) {}

    /**
     * Reads products.
     *
     * @param bySku whether each variant is an item, by its SKU, instead of each product, by its handle
     */
    static ReadReport read(Source source, boolean bySku, FeedItems items) {
        ShopifyProducts products = new ShopifyProducts();
        ReadReport report = CsvRows.read(
                source,
                NamedColumns.expected(COLUMNS) + " (or " + String.join(", ", NEW_COLUMNS) + ")",
                header -> NamedColumns.decoder(
                        header,
                        NamedColumns.has(header, NEW_COLUMNS.get(0)) ? NEW_COLUMNS : COLUMNS,
                        (NamedColumns.Row row) ->
                                products.add(row, source.file() + ", line " + row.line(), bySku, items)),
                product -> {});
        products.products.forEach((handle, product) -> give(handle, product, bySku, items));
        return report;
    }

    private Product add(NamedColumns.Row row, String place, boolean bySku, FeedItems items) {
        items.lack(row, List.of("Status", "Published", "Published on online store"), "drafts count as published");
        items.lack(row, QUANTITY, "nothing is said of what is in stock where the shop tracks it");
        items.lack(row, TRACKER, "nothing is said of what is in stock");
        String column = row.has("Handle") ? "Handle" : "URL handle";
        String handle = row.id(column);
        boolean isNew = !products.containsKey(handle);
        Product product = isNew ? new Product(place) : requireNonNull(products.get(handle));
        String title = FeedItems.text("column Title", row.field("Title"));
        if (isNew && title.isBlank()) {
            throw new IllegalArgumentException("column Title is empty in the first row of " + handle);
        }
        String status = row.field("Status").strip().toLowerCase(Locale.ROOT);
        if (!status.isEmpty() && !STATUS.contains(status)) {
            throw new IllegalArgumentException(
                    "column Status is '" + Quote.of(status, 40) + "', expected active, draft, archived or unlisted");
        }
        boolean hidden = (!status.isEmpty() && !status.equals("active"))
                || Boolean.FALSE.equals(flag(row, row.has("Published") ? "Published" : "Published on online store"));
        Variant variant = variant(row, place, items);
        if (variant != null && bySku) {
            CsvRows.id("column SKU", variant.sku);
        }
        products.put(handle, product);
        if (!title.isBlank()) {
            product.title = title;
            product.published = !hidden;
            addUnlessBlank(product.categories, row.field("Product Category"));
            addUnlessBlank(product.categories, row.field("Type"));
        }
        if (product.image.isEmpty()) {
            product.image = either(row, "Image Src", "Product image URL");
        }
        if (variant != null) {
            product.variants.add(variant);
        }
        return product;
    }

    /** The variant of a row; null for a row that holds only an image. */
    private static @Nullable Variant variant(NamedColumns.Row row, String place, FeedItems items) {
        String column = row.has("Variant Price") ? "Variant Price" : "Price";
        Double price = items.price("column " + column, row.field(column));
        String sku = either(row, "Variant SKU", "SKU");
        String options = options(row);
        if (price == null && sku.isEmpty() && options.isEmpty()) {
            return null;
        }
        // Shopify counts a variant's stock only where it tracks it, and stops selling at zero unless the shop allows
        // more.
        String quantity = either(row, QUANTITY.get(0), QUANTITY.get(1)).strip();
        boolean counted = !either(row, TRACKER.get(0), TRACKER.get(1)).isBlank();
        String policy = either(row, "Variant Inventory Policy", "Continue selling when out of stock")
                .strip();
        boolean goesOn = policy.equalsIgnoreCase("continue") || policy.equalsIgnoreCase("true");
        boolean isOut = counted && !goesOn && quantity.matches("0+|-[0-9]+");
        boolean isKnown = goesOn
                || (TRACKER.stream().anyMatch(row::has)
                        && (!counted || QUANTITY.stream().anyMatch(row::has)));
        return new Variant(
                sku,
                place,
                options,
                price,
                either(row, "Variant Image", "Variant image URL"),
                isKnown ? (Boolean) !isOut : null);
    }

    private static String options(NamedColumns.Row row) {
        List<String> options = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            String option = row.field("Option" + i + " Value").strip();
            if (!option.equals("Default Title")) {
                addUnlessBlank(options, option);
            }
        }
        return String.join(" / ", options);
    }

    private static void give(String handle, Product product, boolean bySku, FeedItems items) {
        if (bySku) {
            for (Variant each : product.variants) {
                items.add(
                        new ItemId(each.sku),
                        each.place,
                        FeedItems.both(product.published, each.sellable),
                        product.categories,
                        each.price,
                        product.title + (each.options.isEmpty() ? "" : " – " + each.options),
                        each.image.isBlank() ? product.image : each.image);
            }
            return;
        }
        Double lowest = null;
        for (Variant each : product.variants) {
            lowest = lowest == null || (each.price != null && each.price < lowest) ? each.price : lowest;
        }
        Boolean sellable = product.variants.isEmpty();
        for (Variant each : product.variants) {
            boolean isBetter = !Boolean.FALSE.equals(each.sellable) && !Boolean.TRUE.equals(sellable);
            sellable = isBetter ? each.sellable : sellable;
        }
        items.add(
                new ItemId(handle),
                product.place,
                FeedItems.both(product.published, sellable),
                product.categories,
                lowest,
                product.title,
                product.image);
    }

    private static @Nullable Boolean flag(NamedColumns.Row row, String column) {
        String text = row.field(column).strip().toLowerCase(Locale.ROOT);
        if (!text.isEmpty() && !text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(
                    "column " + column + " is '" + Quote.of(text, 40) + "', expected true or false");
        }
        return text.isEmpty() ? null : Boolean.valueOf(text);
    }

    private static String either(NamedColumns.Row row, String one, String other) {
        return row.field(row.has(one) ? one : other);
    }

    private static void addUnlessBlank(List<String> values, String value) {
        if (!value.isBlank()) {
            values.add(value);
        }
    }
}
