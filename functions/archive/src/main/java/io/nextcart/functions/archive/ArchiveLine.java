package io.nextcart.functions.archive;

/**
 * A line that a record of a stream adds to the archive.
 *
 * @param sequenceNumber of the record: digits
 * @param folder {@code events}, {@code tombstones} or {@code items}
 * @param timeMs when it happened, milliseconds since the epoch
 * @param json the line, without its end
 */
record ArchiveLine(String sequenceNumber, String folder, long timeMs, String json) {}
