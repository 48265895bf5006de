package io.nextcart.training.tracking;

import java.io.IOException;

/** An MLflow server answered with an error, so it can be reached. */
final class MlflowException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code MLflow's name of the fault, such as {@code RESOURCE_DOES_NOT_EXIST}; empty when it gave none */
    MlflowException(String message, String code) {
        super(message);
        this.code = code;
    }

    /** Throws this unless it has the expected code. */
    void unless(String expected) throws MlflowException {
        if (!code.equals(expected)) {
            throw this;
        }
    }
}
