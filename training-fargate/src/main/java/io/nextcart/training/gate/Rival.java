package io.nextcart.training.gate;

import io.nextcart.data.WireName;

/** What a model is compared with. */
public enum Rival implements WireName {
    /** The model in service. */
    CHAMPION("the model in service", false),
    /** The shopper's own items, then items viewed and carted together with them: the best baseline. */
    OWN_THEN_CO_VISITATION("own items, then co-visitation", true),
    /** The shopper's own items, newest first, topped up with popular ones. */
    REPEAT("the shopper's own items", true),
    /** Popular items, the same for everybody. */
    POPULARITY("popular items", true);

    private final String words;
    private final boolean baseline;

    Rival(String words, boolean baseline) {
        this.words = words;
        this.baseline = baseline;
    }

    /** The name for people. */
    public String words() {
        return words;
    }

    /** Whether it needs no training, so that a model must beat it. */
    public boolean isBaseline() {
        return baseline;
    }
}
