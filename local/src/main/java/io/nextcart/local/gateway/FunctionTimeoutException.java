package io.nextcart.local.gateway;

import java.io.IOException;

/** A function did not answer in time: the client gets a 504. */
public final class FunctionTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    public FunctionTimeoutException(String message) {
        super(message);
    }
}
