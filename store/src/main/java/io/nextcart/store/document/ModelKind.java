package io.nextcart.store.document;

import java.util.Locale;

/** What ranks the candidates of a bundle. */
public enum ModelKind {
    /** A fitted ranker, which the gate let pass. */
    FITTED,
    /** The best rule that needs no fit: what a shop gets until a fitted model is proven better. */
    RULE;

    /** The name in the manifest. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
