package io.nextcart.training.example;

/** How long a shopper's cart additions count as the answer of a case. */
public enum Horizon {
    /** To the end of the session. */
    SESSION(0),
    /** To the end of the session, and in later sessions of the same shopper until 24 hours after the request. */
    DAY(24 * 60 * 60 * 1000L);

    private final long beyondMs;

    Horizon(long beyondMs) {
        this.beyondMs = beyondMs;
    }

    /** How long after the request events of later sessions count, milliseconds. */
    long beyondMs() {
        return beyondMs;
    }
}
