package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import java.util.ArrayList;
import java.util.List;

/** Counts what an import writes. */
final class ImportTally {
    /** Exact for a million, 16 MB of memory, then within two in a thousand. */
    private static final int EXACT_COUNT = 1 << 20;

    private final long[] events = new long[EventType.values().length];
    private final DistinctCount users = new DistinctCount(EXACT_COUNT);
    private final DistinctCount items = new DistinctCount(EXACT_COUNT);
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private long itemRows;

    void add(Event event) {
        events[event.type().ordinal()]++;
        users.add(event.userId().value());
        items.add(event.itemId().value());
        firstMs = Math.min(firstMs, event.timestampMs());
        lastMs = Math.max(lastMs, event.timestampMs());
    }

    void addItem() {
        itemRows++;
    }

    void requireEvents() {
        if (firstMs > lastMs) {
            throw new BadInputException("no event is left to import, expected at least one that is not left out");
        }
    }

    ImportSummary summary(long leftOut, List<ReadReport> reports) {
        List<ReadReport.BadRow> samples = new ArrayList<>();
        long badRows = 0;
        for (ReadReport report : reports) {
            badRows += report.badRows();
            samples.addAll(report.samples());
        }
        return new ImportSummary(
                events[EventType.VIEW.ordinal()],
                events[EventType.ADD_TO_CART.ordinal()],
                events[EventType.TRANSACTION.ordinal()],
                users.count(),
                users.isExact(),
                items.count(),
                items.isExact(),
                firstMs,
                lastMs,
                itemRows,
                leftOut,
                badRows,
                samples);
    }
}
