package io.nextcart.functions.recommend;

import java.util.Locale;

/** Which model a shopper was answered by. */
public enum Variant {
    /** The model in service. */
    CHAMPION,
    /** No model: nothing was published yet, or nothing could be opened. */
    NONE;

    /** The name over HTTP, such as {@code champion}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    char code() {
        return wireName().charAt(0);
    }
}
