package io.nextcart.store.document;

/** How a training ended. */
public enum RunOutcome {
    /** The model serves. */
    PUBLISHED("published", 0),
    /** The model is in the store, for a trial against the champion. */
    CANDIDATE("candidate", 0),
    /** The gate refused the model. */
    REFUSED("refused", 3),
    /** The log or the settings are unusable. */
    UNUSABLE("unusable", 2),
    /** The disk, the network or the program failed. */
    FAILED("failed", 1);

    private final String wireName;
    private final int exitCode;

    RunOutcome(String wireName, int exitCode) {
        this.wireName = wireName;
        this.exitCode = exitCode;
    }

    public String wireName() {
        return wireName;
    }

    /** The exit code of the process that trained. */
    public int exitCode() {
        return exitCode;
    }

    /** Whether the training stored a model. */
    public boolean hasModel() {
        return this == PUBLISHED || this == CANDIDATE;
    }
}
