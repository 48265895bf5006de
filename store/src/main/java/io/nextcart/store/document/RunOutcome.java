package io.nextcart.store.document;

import io.nextcart.data.WireName;

/** How a training ended. */
public enum RunOutcome implements WireName {
    /** The model serves. */
    PUBLISHED(0),
    /** The model is in the store, for a trial against the champion. */
    CANDIDATE(0),
    /** The gate refused the model. */
    REFUSED(3),
    /** The log or the settings are unusable. */
    UNUSABLE(2),
    /** The disk, the network or the program failed. */
    FAILED(1);

    private final int exitCode;

    RunOutcome(int exitCode) {
        this.exitCode = exitCode;
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
