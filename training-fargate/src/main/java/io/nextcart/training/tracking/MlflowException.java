package io.nextcart.training.tracking;

import java.io.IOException;

/** An MLflow server that answered, but not as it should. Whether it can be reached is not in doubt. */
final class MlflowException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code MLflow's own name of the fault, such as {@code RESOURCE_DOES_NOT_EXIST}; empty when it gave none
     */
    MlflowException(String message, String code) {
        super(message);
        this.code = code;
    }

    /** Throws this unless it is the fault that was expected. */
    void unless(String expected) throws MlflowException {
        if (!code.equals(expected)) {
            throw this;
        }
    }
}
