package io.nextcart.functions.store.dynamo;

/** The attributes of what the shop said of an item; {@link DynamoTables} names those of its keys. */
public final class CatalogueAttributes {
    /** A truth value, when said. */
    public static final String AVAILABLE = "available";

    /** Text, when said. */
    public static final String CATEGORY = "category";

    /** A double as text, when said. */
    public static final String PRICE = "price";

    /** Text, when said. */
    public static final String TITLE = "title";

    /** Text, when said. */
    public static final String IMAGE_URL = "image_url";

    private CatalogueAttributes() {}
}
