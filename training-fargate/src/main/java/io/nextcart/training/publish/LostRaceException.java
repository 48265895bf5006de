package io.nextcart.training.publish;

import java.io.IOException;

/** Another training published between the begin and the end of this one; nothing that serves was changed. */
public final class LostRaceException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message names the place that changed meanwhile, and what to do */
    public LostRaceException(String message) {
        super(message);
    }
}
