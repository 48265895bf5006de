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
    GORSE(true),
    /** Product data of Google Merchant Center: items alone. */
    MERCHANT_FEED(false),
    /** The product CSV of Shopify: items alone. */
    SHOPIFY(false),
    /** The product CSV of WooCommerce: items alone. */
    WOOCOMMERCE(false);

    private final boolean items;

    ExportFormat(boolean items) {
        this.items = items;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it is a catalogue and has no events. */
    public boolean isFeed() {
        return compareTo(MERCHANT_FEED) >= 0;
    }

    /** Whether it has items that need importing. */
    boolean hasItems() {
        return items;
    }
}
