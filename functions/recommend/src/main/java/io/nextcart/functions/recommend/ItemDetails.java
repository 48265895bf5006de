package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.data.log.CatalogueItem.Part;
import io.nextcart.engine.table.ItemTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.store.document.JsonFields;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds to an answer's items the parts of the catalogue that a request wants. The shop's changes take precedence over
 * the model's tables, which have no titles or images; unknown parts are left out.
 *
 * @param wanted names of parts, in the order of the answer
 */
record ItemDetails(Set<String> wanted, CatalogueOverlay catalogue) {
    /** The parts that a request can want. */
    static final List<String> NAMES =
            Arrays.stream(Part.values()).map(Part::wireName).toList();

    ItemDetails {
        wanted = Set.copyOf(wanted);
        requireNonNull(catalogue, "catalogue is null");
    }

    /** Adds the parts of an item. */
    void addTo(JsonFields answer, Tables tables, String itemId) {
        if (wanted.isEmpty()) {
            return;
        }
        CatalogueItem said = catalogue.said(itemId);
        ItemTable items = tables.items();
        int index = items.indexOf(itemId);
        int item = index < 0 ? items.size() : index; // a number beyond the tables has no data
        for (Part part : Part.values()) {
            if (wanted.contains(part.wireName())) {
                Object value = said == null ? null : said(said, part);
                boolean unset = said != null && said.unset().contains(part);
                answer.putUnlessNull(part.wireName(), value != null || unset ? value : learned(tables, item, part));
            }
        }
    }

    private static @Nullable Object said(CatalogueItem item, Part part) {
        return switch (part) {
            case AVAILABLE -> item.available();
            case CATEGORY ->
                item.categories().isEmpty() ? null : item.categories().get(0);
            case PRICE -> item.price();
            case TITLE -> item.title();
            case IMAGE_URL -> item.imageUrl();
        };
    }

    private static @Nullable Object learned(Tables tables, int item, Part part) {
        return switch (part) {
            case AVAILABLE -> {
                int available = tables.items().availability(item);
                yield available == ItemTable.AVAILABILITY_UNKNOWN ? null : Boolean.valueOf(available == 1);
            }
            case CATEGORY -> {
                int category = tables.items().category(item);
                yield category < 0 ? null : tables.categories().id(category);
            }
            case PRICE -> {
                float price = tables.items().price(item);
                // Through text, so 9.99 stays 9.99.
                yield Float.isNaN(price) ? null : Double.valueOf(Float.toString(price));
            }
            case TITLE, IMAGE_URL -> null;
        };
    }
}
