package io.nextcart.engine;

import java.util.Locale;

/** Where a candidate came from, and the sentence that says why it is shown. */
public enum Source {
    REPEAT("you looked at it in this session"),
    CO_VISITATION("shoppers who viewed your items also viewed it"),
    WALK("two steps away from what you viewed"),
    CO_CART("often put in the cart together with your items"),
    CO_PURCHASE("often bought together with your items"),
    TRENDING_IN_CATEGORY("rising in a category you looked at"),
    POPULAR_IN_CATEGORY("popular in a category you looked at"),
    TRENDING("rising in the shop"),
    POPULAR("popular in the shop"),
    SIMILAR("similar to the item");

    private final String reason;
    private final String wireName;

    Source(String reason) {
        this.reason = reason;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** The sentence for {@code reason}. */
    public String reason() {
        return reason;
    }

    /** The name over HTTP, such as {@code co_visitation}. */
    public String wireName() {
        return wireName;
    }
}
