package io.nextcart.data;

/**
 * Input that cannot be used. The message is one line that names the place (file, line, column or field), the fault and
 * what was expected; it is shown to the person as it is.
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
