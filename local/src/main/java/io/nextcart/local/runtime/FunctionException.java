package io.nextcart.local.runtime;

import java.io.IOException;

/** A function did not answer: it failed, died or could not start. */
final class FunctionException extends IOException {
    private static final long serialVersionUID = 1L;

    FunctionException(String message) {
        super(message);
    }
}
