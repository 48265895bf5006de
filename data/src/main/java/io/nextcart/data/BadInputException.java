package io.nextcart.data;

/**
 * Input that cannot be used. The message is {@link OneLine}, shown to the person unchanged: the place (file, line, column
 * or field), the fault and what was expected.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(OneLine.of(message));
    }

    public BadInputException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
