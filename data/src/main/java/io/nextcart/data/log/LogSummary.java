package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was read: a log before it is believed.
 *
 * @param rows the rows of its files
 * @param events events by type, each type that occurs
 * @param firstMs time of the first event, milliseconds since the epoch
 * @param lastMs time of the last event
 * @param sessions {@link #UNKNOWN} when they were not counted, as are repeats
 * @param repeats rows that say the same as an earlier one
 */
public record LogSummary(
        Rows rows,
        Map<EventType, Long> events,
        long firstMs,
        long lastMs,
        Size users,
        Size items,
        long sessions,
        long repeats,
        Bots bots) {
    /** What the lines are about. */
    public static final String TITLE = "What was read";
    /** A number that was not counted. */
    public static final long UNKNOWN = -1;

    private static final long SHOPPER_EVENTS = 1_000;
    private static final int SHOPPER_PERCENT = 1;

    public LogSummary {
        requireNonNull(rows, "rows is null");
        requireNonNull(users, "users is null");
        requireNonNull(items, "items is null");
        requireNonNull(bots, "bots is null");
        Map<EventType, Long> byType = new EnumMap<>(EventType.class);
        byType.putAll(events);
        events = byType;
    }

    /**
     * The rows of a log.
     *
     * @param files how many there are; an archive is none
     * @param read all rows
     * @param bad rows that could not be read
     * @param deleted events of deleted users
     * @param outOfOrder rows earlier than one above them in the same file
     * @param outside rows whose times cannot be true
     */
    public record Rows(long files, long read, long bad, long deleted, long outOfOrder, ReadReport.Outside outside) {
        /** Rows that are events. */
        public long events() {
            return read - bad - deleted - outside.events();
        }
    }

    /** A number of different things; estimated unless {@code exact}. */
    public record Size(long count, boolean exact) {
        /** An exact one. */
        public static Size of(long count) {
            return new Size(count, true);
        }

        private String text(String thing) {
            return (exact ? "" : "about ") + Counted.of(count, thing);
        }
    }

    /**
     * Visitors with more events than a shopper has ({@link #mostOfOneVisitor}).
     *
     * @param visitors how many there are
     * @param largest events of the busiest
     * @param most events that count of each, the latest
     * @param leftOut their other events
     */
    public record Bots(long visitors, long largest, long most, long leftOut) {
        /** There are none. */
        public static final Bots NONE = new Bots(0, 0, 0, 0);

        private String line(long events) {
            return String.format(
                    Locale.ROOT,
                    "%s with more than %d %% of the events, up to %.1f %%: a bot or a test? Only the latest %,d of each count in"
                            + " training%s",
                    Counted.of(visitors, "visitor"),
                    SHOPPER_PERCENT,
                    100.0 * largest / events,
                    most,
                    leftOut == 0 ? "" : ", " + Counted.of(leftOut, "event") + " left out");
        }
    }

    /**
     * How many events of one visitor count in training: 1 % of all, at least 1,000. A crawler must not decide what was viewed
     * together.
     *
     * @param events of the whole log, repeats counted once
     */
    public static long mostOfOneVisitor(long events) {
        return Math.max(SHOPPER_EVENTS, events * SHOPPER_PERCENT / 100);
    }

    /** Events that count. */
    public long eventCount() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What happened to the rows, by names for documents. */
    public Map<String, Long> rowCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rows", rows.read);
        counts.put("repeats", repeats);
        counts.put("out_of_order", rows.outOfOrder);
        counts.put("before_1990", rows.outside.early());
        counts.put("in_future", rows.outside.late());
        counts.put("of_deleted_users", rows.deleted);
        counts.put("bots", bots.visitors);
        counts.put("left_out_of_bots", bots.leftOut);
        return counts;
    }

    /** The same for a person, under its title. */
    public List<String> lines() {
        return titled(sentences());
    }

    static List<String> titled(List<String> sentences) {
        return Stream.concat(Stream.of(TITLE), sentences.stream().map(sentence -> "  " + sentence))
                .toList();
    }

    /** The same for a person, without the title. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        lines.add(rowsLine());
        lines.add(String.format(
                Locale.ROOT,
                "%s of %s on %s%s: %s, %,d add to cart, %s",
                Counted.of(eventCount(), "event"),
                users.text("shopper"),
                items.text("item"),
                sessions == UNKNOWN ? "" : " in " + Counted.of(sessions, "session"),
                Counted.of(count(EventType.VIEW), "view"),
                count(EventType.ADD_TO_CART),
                Counted.of(count(EventType.TRANSACTION), "transaction")));
        lines.add(
                firstMs == lastMs
                        ? "All at one instant, " + Instant.ofEpochMilli(firstMs) + ": their order is not known"
                        : "From " + LogTimes.day(firstMs) + " to " + LogTimes.day(lastMs) + " (UTC)");
        if (rows.outOfOrder > 0) {
            lines.add(Counted.of(rows.outOfOrder, "row") + " out of order; training sorts them");
        }
        if (rows.outside.events() > 0) {
            lines.add(rows.outside.line());
        }
        if (bots.visitors > 0) {
            lines.add(bots.line(eventCount() + bots.leftOut));
        }
        return lines;
    }

    private String rowsLine() {
        long used = eventCount() + bots.leftOut;
        String files = rows.files == 0 ? "the archive" : Counted.of(rows.files, "file");
        StringBuilder line = new StringBuilder(
                used == rows.read
                        ? Counted.of(rows.read, "row")
                        : String.format(Locale.ROOT, "%,d of %s", used, Counted.of(rows.read, "row")));
        line.append(" from ").append(files);
        if (repeats != UNKNOWN) {
            line.append(", ").append(Counted.of(repeats, "repeat"));
        }
        if (rows.bad > 0) {
            line.append(", ").append(Counted.of(rows.bad, "unreadable row"));
        }
        if (rows.deleted > 0) {
            line.append(", ").append(Counted.of(rows.deleted, "event")).append(" of deleted users");
        }
        return line.toString();
    }

    private long count(EventType type) {
        return events.getOrDefault(type, 0L);
    }
}
