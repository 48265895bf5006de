package io.nextcart.data.log;

import io.nextcart.data.Event;
import org.jspecify.annotations.Nullable;

/** Counts the rows of a log while it is read, file by file. */
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

    /** Starts a file, whose times may go back. */
    public void startFile() {
        files++;
        latestMs = 0;
    }

    /** Counts an event of a file, with a plausible time. */
    public void add(Event event) {
        if (event.timestampMs() < latestMs) {
            outOfOrder++;
        }
        latestMs = Math.max(latestMs, event.timestampMs());
        placeholders.add(event);
    }

    /** Counts events of a visitor in the archive, whose rows have no order. */
    public void addVisitor(String id, long events) {
        placeholders.addVisitor(id, events);
    }

    /** Counts events of an item in the archive. */
    public void addItem(String id, long events) {
        placeholders.addItem(id, events);
    }

    /** Adds the result of a file, or of all objects of an archive. */
    public void add(ReadReport report) {
        rows += report.rows();
        badRows += report.badRows();
        firstBad = firstBad == null && !report.samples().isEmpty()
                ? report.samples().get(0)
                : firstBad;
        outside = outside.plus(report.outside());
    }

    /** Counts events left out because their users were deleted. */
    public void addDeleted(long events) {
        deleted += events;
    }

    public LogSummary.Rows rows() {
        return new LogSummary.Rows(files, rows, badRows, deleted, outOfOrder, outside, firstBad, placeholders.found());
    }
}
