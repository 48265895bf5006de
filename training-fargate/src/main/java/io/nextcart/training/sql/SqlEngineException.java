package io.nextcart.training.sql;

/** The SQL engine failed. The message names the script or table and the engine's own reason. */
public final class SqlEngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SqlEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
