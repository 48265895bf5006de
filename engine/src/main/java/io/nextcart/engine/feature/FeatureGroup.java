package io.nextcart.engine.feature;

/**
 * Features of one subject. The class lists their names in the order of {@link #write}; the position is part of the
 * schema. {@link #begin} is called once per request, then {@link #write} per candidate. An unknown value is NaN. Not
 * thread-safe.
 */
interface FeatureGroup {
    /** Prepares for a session and its candidates. */
    default void begin() {}

    /** Writes this group's values of a kept candidate into {@code row} from {@code at} on. */
    void write(int candidate, float[] row, int at);
}
