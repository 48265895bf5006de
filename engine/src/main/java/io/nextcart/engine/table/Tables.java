package io.nextcart.engine.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.store.document.BundleException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Every table of one bundle, with common dense item indices. Thread-safe.
 *
 * @param content of items that few shoppers have seen, those that the catalogue describes most like them, and of all items, those like
 *     them that nobody has viewed; empty in older bundles and where the catalogue describes none
 */
public record Tables(
        ItemTable items,
        CategoryTable categories,
        PopularTable popular,
        NeighborTable coVisitation,
        NeighborTable coCart,
        NeighborTable coPurchase,
        FactorTable factors,
        NeighborTable content) {
    /** File names within a folder. */
    public static final String ITEMS = "items.tbl";

    public static final String CATEGORIES = "categories.tbl";
    public static final String POPULAR = "popular.tbl";
    public static final String CO_VISITATION = "covisit.tbl";
    public static final String CO_CART = "cocart.tbl";
    public static final String CO_PURCHASE = "copurchase.tbl";
    public static final String FACTORS = "factors.tbl";

    /** Left out where no item has a neighbour in it. */
    public static final String CONTENT = "content.tbl";

    /** The files that every bundle has. */
    public static final List<String> FILES =
            List.of(ITEMS, CATEGORIES, POPULAR, CO_VISITATION, CO_CART, CO_PURCHASE, FACTORS);

    public Tables {
        requireNonNull(items, "items is null");
        requireNonNull(categories, "categories is null");
        requireNonNull(popular, "popular is null");
        requireNonNull(coVisitation, "coVisitation is null");
        requireNonNull(coCart, "coCart is null");
        requireNonNull(coPurchase, "coPurchase is null");
        requireNonNull(factors, "factors is null");
        requireNonNull(content, "content is null");
    }

    /** Maps all tables of a folder and checks that their sizes match. */
    public static Tables open(Path folder) throws BundleException {
        ItemTable items = ItemTable.open(folder.resolve(ITEMS));
        CategoryTable categories = CategoryTable.open(folder.resolve(CATEGORIES));
        int n = items.size();
        Path content = folder.resolve(CONTENT);
        return new Tables(
                items,
                categories,
                PopularTable.open(folder.resolve(POPULAR), categories.size()),
                NeighborTable.open(folder.resolve(CO_VISITATION), n),
                NeighborTable.open(folder.resolve(CO_CART), n),
                NeighborTable.open(folder.resolve(CO_PURCHASE), n),
                FactorTable.open(folder.resolve(FACTORS), n),
                Files.exists(content) ? NeighborTable.open(content, n) : NeighborTable.NONE);
    }
}
