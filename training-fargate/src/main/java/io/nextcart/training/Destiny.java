package io.nextcart.training;

/** Where a model went. */
public enum Destiny {
    /** Into service. */
    PUBLISHED("published"),
    /** Into the store, for a trial against what serves. */
    CANDIDATE("candidate"),
    /** Nowhere: the gate refused it. */
    REFUSED("refused");

    private final String wireName;

    Destiny(String wireName) {
        this.wireName = wireName;
    }

    /** The name in files and messages. */
    public String wireName() {
        return wireName;
    }

    /**
     * @param accepted whether the gate passed it, or was overruled
     * @param onTrial whether it must prove itself against what serves
     */
    static Destiny of(boolean accepted, boolean onTrial) {
        return !accepted ? REFUSED : onTrial ? CANDIDATE : PUBLISHED;
    }
}
