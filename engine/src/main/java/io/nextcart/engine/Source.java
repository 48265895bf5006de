package io.nextcart.engine;

import java.util.Locale;

/** Where a candidate came from, with the sentence that explains why it is shown. */
public enum Source {
    REPEAT("you were interested in it"),
    CO_VISITATION("shoppers who viewed your items also viewed it"),
    WALK("shoppers who viewed related items also viewed it"),
    CO_CART("put in the cart together with your items"),
    CO_PURCHASE("bought together with your items"),
    TRENDING_IN_CATEGORY("rising in this category"),
    POPULAR_IN_CATEGORY("popular in this category"),
    TRENDING("rising in the shop"),
    POPULAR("popular in the shop"),
    SIMILAR("similar to the item"),
    PINNED("chosen by the shop"),
    EXPLORATION("few shoppers have seen it yet"),
    CONTENT("described like what you looked at");

    private final String reason;
    private final String wireName;

    Source(String reason) {
        this.reason = reason;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** The sentence for {@code reason}, worded to be true for any shopper. */
    public String reason() {
        return reason;
    }

    /** The name over HTTP, such as {@code co_visitation}. */
    public String wireName() {
        return wireName;
    }
}
