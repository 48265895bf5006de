package io.nextcart.store.document;

/** What a training came to. */
public enum RunOutcome {
    /** The model serves. */
    PUBLISHED("published", 0),
    /** The model is in the store, for a trial against what serves. */
    CANDIDATE("candidate", 0),
    /** The gate refused the model. */
    REFUSED("refused", 3),
    /** The log or the settings cannot be used. */
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

    /** Whether there is a model in the store. */
    public boolean hasModel() {
        return this == PUBLISHED || this == CANDIDATE;
    }
}
