package io.nextcart.training.gate;

import java.util.Locale;

/** What a model is compared with. */
public enum Rival {
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

    /** The name in the manifest. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
