package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an import wrote, counted as it does. */
public final class ImportSummary {
    /** Exact up to this many, 20 MB of memory, then within a few in a thousand. */
    private static final int EXACT_COUNT = 1 << 18;

    private final Map<EventType, Long> events = new EnumMap<>(EventType.class);
    private final DistinctCount users = new DistinctCount(EXACT_COUNT);
    private final DistinctCount items = new DistinctCount(EXACT_COUNT);
    private final List<ReadReport.BadRow> samples = new ArrayList<>();
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private long itemRows;
    private long leftOut;
    private long badRows;

    ImportSummary() {}

    void add(Event event) {
        events.merge(event.type(), 1L, Long::sum);
        users.add(event.userId().value());
        items.add(event.itemId().value());
        firstMs = Math.min(firstMs, event.timestampMs());
        lastMs = Math.max(lastMs, event.timestampMs());
    }

    void addItem() {
        itemRows++;
    }

    void add(ReadReport report) {
        badRows += report.badRows();
        samples.addAll(report.samples());
    }

    void leaveOut(long number) {
        leftOut += number;
    }

    void requireEvents() {
        if (events.isEmpty()) {
            throw new BadInputException("no event is left to import, expected at least one that is not left out");
        }
    }

    /** Events of a type. */
    public long events(EventType type) {
        return events.getOrDefault(type, 0L);
    }

    /** Different shoppers: exact, or within a few in a thousand. */
    public long users() {
        return users.count();
    }

    /** Different items with an event: exact, or within a few in a thousand. */
    public long items() {
        return items.count();
    }

    /** Items whose properties were written. */
    public long itemRows() {
        return itemRows;
    }

    /** Rows that were skipped in all files. */
    public long badRows() {
        return badRows;
    }

    /** The first of them in each file. */
    public List<ReadReport.BadRow> samples() {
        return List.copyOf(samples);
    }

    /** The same for a person, a sentence a line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        long all = events.values().stream().mapToLong(Long::longValue).sum();
        lines.add(String.format(
                Locale.ROOT,
                "%s of %s on %s: %s, %,d add to cart, %s",
                Counted.of(all, "event"),
                about(users, "shopper"),
                about(items, "item"),
                Counted.of(events(EventType.VIEW), "view"),
                events(EventType.ADD_TO_CART),
                Counted.of(events(EventType.TRANSACTION), "transaction")));
        lines.add("From " + day(firstMs) + " to " + day(lastMs) + " (UTC)");
        if (itemRows > 0) {
            lines.add("Properties of " + Counted.of(itemRows, "item"));
        }
        if (leftOut > 0) {
            lines.add(Counted.of(leftOut, "event") + " left out, as --event-type says");
        }
        if (badRows > 0) {
            lines.add(Counted.of(badRows, "unreadable row") + " skipped, the first: " + samples.get(0));
        }
        return lines;
    }

    private static String about(DistinctCount count, String thing) {
        return (count.isExact() ? "" : "about ") + Counted.of(count.count(), thing);
    }

    private static LocalDate day(long ms) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(ms), ZoneOffset.UTC);
    }
}
