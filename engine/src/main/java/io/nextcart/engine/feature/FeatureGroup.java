package io.nextcart.engine.feature;

/**
 * Some features of one subject, under the names that its class lists in the order of {@link #write}; the position is part of
 * the schema. It reads one session and its candidates: {@link #begin} is called once per request, then {@link #write} per
 * candidate. An unknown value is NaN. Not thread-safe.
 */
interface FeatureGroup {
    /** Looks at the session and its candidates once. */
    default void begin() {}

    /** Writes this group's values of a kept candidate into {@code row} from {@code at} on. */
    void write(int candidate, float[] row, int at);
}
