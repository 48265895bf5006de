package io.nextcart.store;

import java.io.IOException;

/** Somebody else changed what serves meanwhile; nothing was changed. */
public final class LostRaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message names the place that changed, and what to do */
    public LostRaceException(String message) {
        super(message);
    }
}
