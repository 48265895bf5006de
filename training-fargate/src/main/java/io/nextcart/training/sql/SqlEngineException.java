package io.nextcart.training.sql;

/** The SQL engine failed. The message names the script or table and the engine's own reason. */
public final class SqlEngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SqlEngineException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The engine refuses a script. */
    public static SqlEngineException ofScript(String name, Exception cause) {
        return new SqlEngineException("script " + name + ".sql fails: " + cause.getMessage(), cause);
    }

    /** The engine takes no rows for a table. */
    public static SqlEngineException ofTable(String name, Exception cause) {
        return new SqlEngineException("table " + name + " cannot be filled: " + cause.getMessage(), cause);
    }
}
