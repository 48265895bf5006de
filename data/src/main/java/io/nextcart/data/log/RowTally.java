package io.nextcart.data.log;

import io.nextcart.data.Event;
import org.jspecify.annotations.Nullable;

/** Counts the rows of a log as they are read, file by file. */
public final class RowTally {
    private long files;
    private long rows;
    private long badRows;
    private long deleted;
    private long outOfOrder;
    private long latestMs;
    private ReadReport.Outside outside = ReadReport.Outside.NONE;
    private ReadReport.@Nullable BadRow firstBad;
    private final PlaceholderIds placeholders = new PlaceholderIds();

    /** A file starts: it may go back in time. */
    public void startFile() {
        files++;
        latestMs = 0;
    }

    /** The file has an event whose time can be true. */
    public void add(Event event) {
        if (event.timestampMs() < latestMs) {
            outOfOrder++;
        }
        latestMs = Math.max(latestMs, event.timestampMs());
        placeholders.add(event);
    }

    /** The archive, which has no order of rows, has an event. */
    public void addArchived(Event event) {
        placeholders.add(event);
    }

    /** What came of a file, or of all objects of an archive. */
    public void add(ReadReport report) {
        rows += report.rows();
        badRows += report.badRows();
        firstBad = firstBad == null && !report.samples().isEmpty()
                ? report.samples().get(0)
                : firstBad;
        outside = outside.plus(report.outside());
    }

    /** Events were left out because their users were deleted. */
    public void addDeleted(long events) {
        deleted += events;
    }

    /** What was counted so far. */
    public LogSummary.Rows rows() {
        return new LogSummary.Rows(files, rows, badRows, deleted, outOfOrder, outside, firstBad, placeholders.found());
    }
}
