package io.nextcart.store.document;

/** A bundle that is missing, damaged or made for other code. The message names the file, the fault and what was expected. */
public class BundleException extends DamagedDocumentException {
    private static final long serialVersionUID = 1L;

    public BundleException(String message) {
        super(message);
    }

    public BundleException(String message, Throwable cause) {
        super(message, cause);
    }
}
