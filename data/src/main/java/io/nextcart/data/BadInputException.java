package io.nextcart.data;

/**
 * Input that cannot be used. The message is one line, shown to the person unchanged: the place (file, line, column or
 * field), the fault and what was expected.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
