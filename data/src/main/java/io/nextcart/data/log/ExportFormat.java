package io.nextcart.data.log;

import io.nextcart.data.WireName;

/** The systems whose exports Nextcart reads. */
public enum ExportFormat implements WireName {
    /** Any CSV file, by {@link CsvColumns}. */
    CSV(Holds.EVENTS),
    /** The files of the RetailRocket dataset. */
    RETAILROCKET(Holds.EVENTS),
    /** The sessions of the OTTO dataset. */
    OTTO(Holds.EVENTS),
    /** The datasets of Amazon Personalize. */
    PERSONALIZE(Holds.EVENTS_AND_ITEMS),
    /** The exports of Gorse. */
    GORSE(Holds.EVENTS_AND_ITEMS),
    /** Product data of Google Merchant Center: items only. */
    MERCHANT_FEED(Holds.ITEMS),
    /** The product CSV of Shopify: items only. */
    SHOPIFY(Holds.ITEMS),
    /** The product CSV of WooCommerce: items only. */
    WOOCOMMERCE(Holds.ITEMS);

    /** What an export holds that needs importing. */
    private enum Holds {
        EVENTS,
        EVENTS_AND_ITEMS,
        ITEMS
    }

    private final Holds holds;

    ExportFormat(Holds holds) {
        this.holds = holds;
    }

    @Override
    public String wireName() {
        return WireName.super.wireName().replace('_', '-');
    }

    /** Whether it is a catalogue, without events. */
    public boolean isFeed() {
        return holds == Holds.ITEMS;
    }

    /** Whether it has items besides events that need importing. */
    boolean hasItems() {
        return holds == Holds.EVENTS_AND_ITEMS;
    }
}
