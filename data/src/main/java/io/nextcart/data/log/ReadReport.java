package io.nextcart.data.log;

import java.util.List;

/**
 * What came of reading a file.
 *
 * @param rows rows in the file, good and bad, without the header
 * @param badRows rows that were skipped
 * @param samples the first of them
 */
public record ReadReport(long rows, long badRows, List<BadRow> samples) {
    public ReadReport {
        samples = List.copyOf(samples);
    }

    /**
     * A row that was skipped.
     *
     * @param place the file, or where the object lies
     * @param line from 1, the header counting as a line
     * @param reason what is wrong, and what was expected
     */
    public record BadRow(String place, long line, String reason) {
        @Override
        public String toString() {
            return place + ", line " + line + ": " + reason;
        }
    }
}
