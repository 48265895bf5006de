package io.nextcart.data;

/** Receives the progress of long work. Implementations are cheap to call and never throw. */
public interface Progress {
    Progress NONE = (stage, done, total, unit) -> {};

    /**
     * @param stage what is being done, in a few plain words
     * @param done units done so far, rising within a stage; equal to {@code total} on the last call of a stage
     * @param total units in all, or 0 when unknown
     * @param unit what is counted, such as {@code rows}
     */
    void report(String stage, long done, long total, String unit);
}
