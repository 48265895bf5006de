package io.nextcart.data.log;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of reading a file.
 *
 * @param rows rows in the file, good and bad, without the header
 * @param badRows rows that were passed over
 * @param samples the first of them
 */
public record ReadReport(long rows, long badRows, List<BadRow> samples) {
    public ReadReport {
        samples = List.copyOf(samples);
    }

    /**
     * A row that was passed over.
     *
     * @param line from 1, the header counting as a line
     * @param reason what is wrong, and what was expected
     */
    public record BadRow(Path file, long line, String reason) {
        @Override
        public String toString() {
            return file + ", line " + line + ": " + reason;
        }
    }
}
