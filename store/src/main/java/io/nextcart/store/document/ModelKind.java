package io.nextcart.store.document;

import java.util.Locale;

/** What ranks the candidates of a bundle. */
public enum ModelKind {
    /** A fitted ranker that passed the gate. */
    FITTED,
    /** The best untrained ranker: serves until a fitted model is proven better. */
    RULE;

    /** The name in the manifest. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
