package io.nextcart.store.document;

import io.nextcart.data.OneLine;
import java.io.IOException;

/**
 * A stored document that is damaged or not as expected. The message is {@link OneLine} and names the place, the field and what was expected.
 */
public class DamagedDocumentException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedDocumentException(String message) {
        super(OneLine.of(message));
    }

    public DamagedDocumentException(String message, Throwable cause) {
        super(OneLine.of(message), cause);
    }
}
