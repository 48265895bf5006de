package io.nextcart.data.log;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts what an import reads and writes. */
public final class ImportSummary {
    /** Exact up to this many; beyond, within a few in a thousand. */
    private static final int EXACT_COUNT = 1 << 18;
    /** Repeats are counted up to this many events, in 32 MB of memory. */
    private static final int EXACT_EVENTS = 3 << 20;

    private final RowTally rows = new RowTally();
    private final Map<EventType, Long> events = new EnumMap<>(EventType.class);
    private final DistinctCount users = new DistinctCount(EXACT_COUNT);
    private final DistinctCount items = new DistinctCount(EXACT_COUNT);
    private final DistinctCount different = new DistinctCount(EXACT_EVENTS);
    private final FrequentTexts visitors = new FrequentTexts();
    private final List<ReadReport.BadRow> samples = new ArrayList<>();
    private ReadReport ofItems = ReadReport.NONE;
    private String leftOut = "";
    private List<String> unusedTypes = List.of();
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private long itemRows;
    private List<String> feed = List.of();

    ImportSummary() {}

    void startFile() {
        rows.startFile();
    }

    void add(Event event) {
        rows.add(event);
        events.merge(event.type(), 1L, Long::sum);
        users.add(event.userId().value());
        items.add(event.itemId().value());
        different.add(EventKey.text(event));
        visitors.add(event.userId().value());
        firstMs = Math.min(firstMs, event.timestampMs());
        lastMs = Math.max(lastMs, event.timestampMs());
    }

    void addEvents(ReadReport report) {
        rows.add(report);
        samples.addAll(report.samples());
    }

    void addItem() {
        itemRows++;
    }

    void addItems(ReadReport report) {
        ofItems = ofItems.plus(report);
        samples.addAll(report.samples());
    }

    /** What was read of a feed, in place of a log. */
    void feed(List<String> sentences) {
        feed = sentences;
    }

    void leaveOut(String events) {
        leftOut = events;
    }

    void withoutEffect(List<String> types) {
        unusedTypes = types;
    }

    void requireEvents() {
        if (events.isEmpty()) {
            throw new BadInputException("no event is left to import, expected at least one that is not left out");
        }
    }

    /** What was read of the log. */
    public LogSummary log() {
        long all = events.values().stream().mapToLong(Long::longValue).sum();
        long most = LogSummary.mostOfOneVisitor(all);
        long bots = visitors.above(most);
        return new LogSummary(
                rows.rows(),
                events,
                firstMs,
                lastMs,
                new LogSummary.Size(users.count(), users.isExact()),
                new LogSummary.Size(items.count(), items.isExact()),
                LogSummary.UNKNOWN,
                different.isExact() ? all - different.count() : LogSummary.UNKNOWN,
                LogSummary.Weights.of(
                        bots == 0 ? LogSummary.Bots.NONE : new LogSummary.Bots(bots, visitors.largest(), most, 0)),
                LogSummary.Late.NONE,
                CatalogueSummary.NONE);
    }

    /** Items whose properties were written. */
    public long itemRows() {
        return itemRows;
    }

    /** Skipped rows of all files. */
    public long badRows() {
        return rows.rows().bad() + ofItems.badRows();
    }

    /** The first skipped rows of each file. */
    public List<ReadReport.BadRow> samples() {
        return List.copyOf(samples);
    }

    /** The summary as lines, under its title. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(feed);
        if (feed.isEmpty()) {
            LogSummary log = log();
            lines.addAll(log.sentences());
            if (log.repeats() > 0) {
                lines.add("Repeats were written too; training counts each event once");
            }
        }
        if (itemRows > 0) {
            lines.add("Properties of " + Counted.of(itemRows, "item"));
        }
        if (!leftOut.isEmpty()) {
            lines.add("Left out: " + leftOut);
        }
        unusedTypes.forEach(name -> lines.add(CatalogueSummary.WARNING + "--event-type " + Quote.of(name, 80)
                + "=… has no effect: no event has that name"));
        lines.addAll(ofItems.sentences());
        return LogSummary.titled(lines);
    }
}
