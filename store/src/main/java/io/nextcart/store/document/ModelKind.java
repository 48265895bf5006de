package io.nextcart.store.document;

import io.nextcart.data.WireName;

/** What ranks the candidates of a bundle. */
public enum ModelKind implements WireName {
    /** A fitted ranker that passed the gate. */
    FITTED,
    /** The best untrained ranker: serves until a fitted model is proven better. */
    RULE;
}
