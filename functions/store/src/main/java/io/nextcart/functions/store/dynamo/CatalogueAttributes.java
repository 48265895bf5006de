package io.nextcart.functions.store.dynamo;

/**
 * The attributes of what the shop says of an item, each present when it was said; {@link DynamoTables} names those of its keys.
 * Text, but for {@link #AVAILABLE}, a truth value; {@link #PRICE} is a double as text.
 */
public final class CatalogueAttributes {
    public static final String AVAILABLE = "available";
    public static final String CATEGORY = "category";
    public static final String PRICE = "price";
    public static final String TITLE = "title";
    public static final String IMAGE_URL = "image_url";

    private CatalogueAttributes() {}
}
