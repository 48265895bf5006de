package io.nextcart.functions.archive;

/** One record of the stream of a table. */
sealed interface StreamRecord {
    /** Its place in the stream: digits. */
    String sequenceNumber();

    /**
     * Something that the log of record holds.
     *
     * @param folder {@code events}, {@code tombstones} or {@code items}
     * @param timeMs when it happened or was said, milliseconds since the epoch
     * @param json the line, without its end
     */
    record NewLine(String sequenceNumber, String folder, long timeMs, String json) implements StreamRecord {}

    /**
     * A new item that cannot be understood.
     *
     * @param reason what it is not, and why
     */
    record Malformed(String sequenceNumber, String reason) implements StreamRecord {}

    /** Anything that the log of record does not hold: an event that expired or was forgotten. */
    record Other(String sequenceNumber) implements StreamRecord {}
}
