package io.nextcart.training.evaluate;

import io.nextcart.data.WireName;

/** Kinds of cases that are measured separately. A case belongs to several. */
public enum Segment implements WireName {
    /** One event of the session is known. */
    ONE_EVENT("session of 1 event"),
    /** Two or three events of the session are known. */
    TWO_OR_THREE_EVENTS("session of 2-3 events"),
    /** Four or more events of the session are known. */
    FOUR_OR_MORE_EVENTS("session of 4 or more"),
    /** The next relevant item is one of the shopper's own. */
    REPEATED_ITEM("returns to an item seen"),
    /** The next relevant item is new to the shopper. */
    NEW_ITEM("turns to a new item"),
    /** The next relevant item has fewer than {@value #COLD_VIEWS} views in the log behind the tables. */
    COLD_ITEM("cold item (under 5 views)"),
    /** The next relevant item has {@value #COLD_VIEWS} views or more. */
    WARM_ITEM("warm item"),
    /** The shopper was never here before. */
    NEW_VISITOR("new visitor"),
    /** The shopper had been here before. */
    RETURNING_VISITOR("returning visitor");

    /** With fewer views than this an item is cold. */
    static final int COLD_VIEWS = 5;

    private final String label;

    Segment(String label) {
        this.label = label;
    }

    /** A short name for tables of results. */
    public String label() {
        return label;
    }
}
