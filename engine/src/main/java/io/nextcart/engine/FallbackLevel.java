package io.nextcart.engine;

import java.util.Locale;

/** The rung of the fallback ladder that an answer came from, best first. */
public enum FallbackLevel {
    /** Ranked for this shopper from the stored history. */
    PERSONAL,
    /** Ranked from the events of an inline session. */
    SESSION,
    /** Items similar to one item. */
    SIMILAR,
    /** Popular in a category. */
    CATEGORY,
    /** Popular in the shop. */
    POPULAR,
    /** Nothing to show: there is no bundle yet, or the filters allow no item. */
    EMPTY;

    /** The name over HTTP, such as {@code personal}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
