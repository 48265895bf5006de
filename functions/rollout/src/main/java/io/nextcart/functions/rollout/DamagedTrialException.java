package io.nextcart.functions.rollout;

import java.io.IOException;

/** A record of a trial that is none: the message names the object, the field, what it holds and what was expected. */
final class DamagedTrialException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedTrialException(String message, Throwable cause) {
        super(message, cause);
    }
}
