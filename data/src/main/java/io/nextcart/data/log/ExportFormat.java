package io.nextcart.data.log;

import java.util.Locale;

/** The systems whose exports Nextcart reads. */
public enum ExportFormat {
    /** Any CSV file, by {@link CsvColumns}. */
    CSV(false),
    /** The files of the RetailRocket dataset. */
    RETAILROCKET(false),
    /** The sessions of the OTTO dataset. */
    OTTO(false),
    /** The datasets of Amazon Personalize. */
    PERSONALIZE(true),
    /** The exports of Gorse. */
    GORSE(true);

    private final boolean items;

    ExportFormat(boolean items) {
        this.items = items;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it has items that need importing. */
    boolean hasItems() {
        return items;
    }
}
