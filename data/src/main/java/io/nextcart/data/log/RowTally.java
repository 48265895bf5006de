package io.nextcart.data.log;

import io.nextcart.data.Event;

/** Counts the rows of a log as they are read, file by file. */
public final class RowTally {
    private long files;
    private long rows;
    private long badRows;
    private long deleted;
    private long outOfOrder;
    private long latestMs;
    private ReadReport.Outside outside = ReadReport.Outside.NONE;

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
    }

    /** What came of a file, or of all objects of an archive. */
    public void add(ReadReport report) {
        rows += report.rows();
        badRows += report.badRows();
        outside = outside.plus(report.outside());
    }

    /** Events were left out because their users were deleted. */
    public void addDeleted(long events) {
        deleted += events;
    }

    /** What was counted so far. */
    public LogSummary.Rows rows() {
        return new LogSummary.Rows(files, rows, badRows, deleted, outOfOrder, outside);
    }
}
