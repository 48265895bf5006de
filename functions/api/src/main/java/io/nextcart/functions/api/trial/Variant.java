package io.nextcart.functions.api.trial;

import io.nextcart.data.WireName;

/** What answered a shopper. */
public enum Variant implements WireName {
    /** The model that serves. */
    CHAMPION('c'),
    /** The model on trial. */
    CHALLENGER('t'),
    /** The list of popular items, for the control group: {@link Assignment#control}. */
    CONTROL('p'),
    /** No model: none was published yet, or none could be opened. */
    NONE('n');

    private final char code;

    Variant(char code) {
        this.code = code;
    }

    /** The letter in a {@link RecommendationId}: {@code c}, {@code t} (on trial), {@code p} (popular) or {@code n}. */
    char code() {
        return code;
    }
}
