package io.nextcart.data.log;

import java.util.Locale;

/** The systems whose exports Nextcart reads. */
public enum ExportFormat {
    /** The files of the RetailRocket dataset. */
    RETAILROCKET(false, false),
    /** The sessions of the OTTO dataset. */
    OTTO(true, false),
    /** The datasets of Amazon Personalize. */
    PERSONALIZE(true, true),
    /** The exports of Gorse. */
    GORSE(true, true);

    private final boolean ownTypes;
    private final boolean items;

    ExportFormat(boolean ownTypes, boolean items) {
        this.ownTypes = ownTypes;
        this.items = items;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its event types have names of their own. */
    boolean hasOwnTypes() {
        return ownTypes;
    }

    /** Whether it has items that need importing. */
    boolean hasItems() {
        return items;
    }
}
