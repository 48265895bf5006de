package io.nextcart.data;

import org.jspecify.annotations.Nullable;

/** What a shopper did with an item, from the weakest sign of interest to the strongest. */
public enum EventType {
    VIEW("view"),
    ADD_TO_CART("addtocart"),
    TRANSACTION("transaction");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** The name in logs and over HTTP: {@code view}, {@code addtocart}, {@code transaction}. */
    public String wireName() {
        return wireName;
    }

    /** The type of that wire name, or null when there is none. */
    public static @Nullable EventType fromWireName(String name) {
        return switch (name) {
            case "view" -> VIEW;
            case "addtocart" -> ADD_TO_CART;
            case "transaction" -> TRANSACTION;
            default -> null;
        };
    }
}
