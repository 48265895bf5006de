package io.nextcart.store.document;

import java.io.IOException;

/**
 * A stored document that is damaged or not as expected. The message names the place, the field and what was expected.
 */
public class DamagedDocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedDocumentException(String message) {
        super(message);
    }

    public DamagedDocumentException(String message, Throwable cause) {
        super(message, cause);
    }
}
