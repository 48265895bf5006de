package io.nextcart.training.publish;

import java.io.IOException;

/** Another training published while this one ran; the service is unchanged. */
public final class LostRaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message names the place that changed, and what to do */
    public LostRaceException(String message) {
        super(message);
    }
}
