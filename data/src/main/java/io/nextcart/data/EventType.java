package io.nextcart.data;

import org.jspecify.annotations.Nullable;

/**
 * What a shopper did with an item: three signs of interest, weakest first, and one that takes interest back. A removal
 * cancels the earlier add-to-carts of that item in the session.
 */
public enum EventType {
    VIEW("view"),
    ADD_TO_CART("addtocart"),
    TRANSACTION("transaction"),
    REMOVE_FROM_CART("remove_from_cart");

    /** All wire names, for a message. */
    public static final String NAMES = "view, addtocart, remove_from_cart or transaction";

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in logs and over HTTP, such as {@code view}. */
    public String wireName() {
        return wireName;
    }

    /** The type with that wire name, or null when there is none. */
    public static @Nullable EventType fromWireName(String name) {
        return switch (name) {
            case "view" -> VIEW;
            case "addtocart" -> ADD_TO_CART;
            case "transaction" -> TRANSACTION;
            case "remove_from_cart" -> REMOVE_FROM_CART;
            default -> null;
        };
    }
}
