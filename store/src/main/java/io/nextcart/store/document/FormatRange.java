package io.nextcart.store.document;

/**
 * The formats that this release reads.
 *
 * @param oldest raised only when support for it is no longer worth the cost
 * @param current the one that this release writes
 */
public record FormatRange(int oldest, int current) {
    /** A format that this release no longer reads: an older release wrote the file. */
    public static final class TooOldException extends BundleException {
        private static final long serialVersionUID = 1L;

        TooOldException(String message) {
            super(message);
        }
    }

    /** A format that this release does not know yet: a newer release wrote the file. */
    public static final class TooNewException extends BundleException {
        private static final long serialVersionUID = 1L;

        TooNewException(String message) {
            super(message);
        }
    }

    /**
     * Checks that this release reads a format.
     *
     * @param what the file and the kind of format, for the message
     */
    public void require(long format, String what) throws TooOldException, TooNewException {
        String formats = what + " format " + format + ", this release reads " + oldest + " to " + current + "; ";
        if (format < oldest) {
            throw new TooOldException(formats + "retrain, or go back to the release that wrote the file");
        }
        if (format > current) {
            throw new TooNewException(formats + "deploy the release that wrote the file, or serve an older bundle");
        }
    }
}
