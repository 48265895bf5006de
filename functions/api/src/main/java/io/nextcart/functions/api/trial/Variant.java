package io.nextcart.functions.api.trial;

import java.util.Locale;

/** What a shopper was answered by. */
public enum Variant {
    /** The model in service. */
    CHAMPION('c'),
    /** The model on trial. */
    CHALLENGER('t'),
    /** The list of popular items: the shopper is in the control group, {@link Assignment#control}. */
    CONTROL('p'),
    /** No model: nothing was published yet, or nothing could be opened. */
    NONE('n');

    private final char code;

    Variant(char code) {
        this.code = code;
    }

    /** The name over HTTP, such as {@code champion}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The letter in a {@link RecommendationId}: {@code c}, {@code t} (on trial), {@code p} (popular) or {@code n}. */
    char code() {
        return code;
    }
}
