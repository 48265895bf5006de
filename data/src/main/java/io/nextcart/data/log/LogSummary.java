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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a log, before anyone relies on it.
 *
 * @param rows the rows of its files
 * @param events events by type, for each type that occurs
 * @param firstMs time of the first event, milliseconds since the epoch
 * @param lastMs time of the last event
 * @param sessions {@link #UNKNOWN} when not counted; so are repeats
 * @param repeats rows that equal an earlier one
 * @param weights whose events count for less
 * @param late events after the end of the log
 * @param catalogue what was read of items and categories
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
        Weights weights,
        Late late,
        CatalogueSummary catalogue) {
    /** Title of the summary. */
    public static final String TITLE = "What was read";
    /** A number that was not counted. */
    public static final long UNKNOWN = -1;

    private static final long SHOPPER_EVENTS = 1_000;
    private static final int SHOPPER_PERCENT = 1;

    public LogSummary {
        requireNonNull(rows, "rows is null");
        requireNonNull(users, "users is null");
        requireNonNull(items, "items is null");
        requireNonNull(weights, "weights is null");
        requireNonNull(late, "late is null");
        requireNonNull(catalogue, "catalogue is null");
        Map<EventType, Long> byType = new EnumMap<>(EventType.class);
        byType.putAll(events);
        events = byType;
    }

    /**
     * The rows of a log.
     *
     * @param files their number; 0 for an archive
     * @param read all rows
     * @param bad unreadable rows
     * @param deleted events of deleted users
     * @param outOfOrder rows earlier than one above them in the same file
     * @param outside rows with implausible times
     * @param firstBad the first unreadable row that has a place, or null
     * @param placeholders events by placeholder id, such as {@code visitor null}
     */
    public record Rows(
            long files,
            long read,
            long bad,
            long deleted,
            long outOfOrder,
            ReadReport.Outside outside,
            ReadReport.@Nullable BadRow firstBad,
            Map<String, Long> placeholders) {
        public Rows {
            placeholders = new TreeMap<>(placeholders);
        }

        /** Rows without details. */
        public Rows(long files, long read, long bad, long deleted, long outOfOrder, ReadReport.Outside outside) {
            this(files, read, bad, deleted, outOfOrder, outside, null, Map.of());
        }

        /** Rows that are events. */
        public long events() {
            return read - bad - deleted - outside.events();
        }
    }

    /** A number of distinct things; an estimate unless {@code exact}. */
    public record Size(long count, boolean exact) {
        /** An exact number. */
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
     * @param visitors their number
     * @param largest events of the busiest
     * @param most events of each that count: the latest
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
     * A visitor and the number of their rows.
     *
     * @param id as in the log
     * @param rows of this visitor, including repeats
     */
    public record Visitor(String id, long rows) {}

    /**
     * Whose events count for less, so that no single visitor decides.
     *
     * @param bots visitors with more events than a shopper has
     * @param busiest the busiest visitors, busiest first; empty when unknown
     * @param repeated events beyond the first of a shopper, type, item and day: tables count them once
     */
    public record Weights(Bots bots, List<Visitor> busiest, long repeated) {
        public static final Weights NONE = of(Bots.NONE);

        public Weights {
            requireNonNull(bots, "bots is null");
            busiest = List.copyOf(busiest);
        }

        public static Weights of(Bots bots) {
            return new Weights(bots, List.of(), 0);
        }

        private Stream<String> busiestLine() {
            return busiest.isEmpty()
                    ? Stream.empty()
                    : Stream.of("Busiest visitors, by rows: "
                            + busiest.stream()
                                    .map(one -> String.format(Locale.ROOT, "%s (%,d)", Quote.of(one.id, 40), one.rows))
                                    .collect(Collectors.joining(", ")));
        }
    }

    /**
     * Events after the end of the log, from wrong clocks; they are left out.
     *
     * @param events their number
     * @param endMs the last day of the log, milliseconds since the epoch
     * @param firstMs the day of the first late event
     */
    public record Late(long events, long endMs, long firstMs) {
        /** There are none. */
        public static final Late NONE = new Late(0, 0, 0);

        private String line() {
            return Counted.of(events, "event") + " from " + LogTimes.day(firstMs) + " on left out, long after "
                    + LogTimes.day(endMs) + ", the end of the log: a clock that is wrong?";
        }
    }

    /**
     * How many events of one visitor count in training: 1 % of all, at least 1,000. A crawler must not decide what is
     * viewed together.
     *
     * @param events of the whole log, repeats counted once
     */
    public static long mostOfOneVisitor(long events) {
        return Math.max(SHOPPER_EVENTS, events * SHOPPER_PERCENT / 100);
    }

    /** All events that count. */
    public long eventCount() {
        return events.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Numbers of rows by name, for documents. */
    public Map<String, Long> rowCounts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("rows", rows.read);
        counts.put("repeats", repeats);
        counts.put("out_of_order", rows.outOfOrder);
        counts.put("before_1990", rows.outside.early());
        counts.put("in_future", rows.outside.late());
        counts.put("of_deleted_users", rows.deleted);
        counts.put("after_the_end", late.events);
        counts.put("bots", weights.bots.visitors);
        counts.put("left_out_of_bots", weights.bots.leftOut);
        counts.put("repeated_on_a_day", weights.repeated);
        return counts;
    }

    /** The summary as lines under its title, with the ids of the busiest visitors. */
    public List<String> lines() {
        return titled(Stream.concat(sentences().stream(), weights.busiestLine()).toList());
    }

    /** The same without ids of visitors, for what is kept. */
    public List<String> linesToKeep() {
        return titled(sentences());
    }

    static List<String> titled(List<String> sentences) {
        return Stream.concat(Stream.of(TITLE), sentences.stream().map(sentence -> "  " + sentence))
                .toList();
    }

    /** The summary as sentences, without visitor ids, so it may be stored. */
    public List<String> sentences() {
        List<String> lines = new ArrayList<>();
        lines.add(rowsLine());
        lines.add(String.format(
                Locale.ROOT,
                "%s of %s on %s%s: %s, %,d add to cart, %s%s",
                Counted.of(eventCount(), "event"),
                users.text("shopper"),
                items.text("item"),
                sessions == UNKNOWN ? "" : " in " + Counted.of(sessions, "session"),
                Counted.of(count(EventType.VIEW), "view"),
                count(EventType.ADD_TO_CART),
                Counted.of(count(EventType.TRANSACTION), "transaction"),
                count(EventType.REMOVE_FROM_CART) == 0
                        ? ""
                        : ", " + Counted.of(count(EventType.REMOVE_FROM_CART), "removal") + " from the cart"));
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
        if (rows.firstBad != null) {
            lines.add("The first unreadable row: " + rows.firstBad);
        }
        if (!rows.placeholders.isEmpty()) {
            lines.add(CatalogueSummary.WARNING + "events of "
                    + rows.placeholders.entrySet().stream()
                            .map(one -> String.format(Locale.ROOT, "%s (%,d)", one.getKey(), one.getValue()))
                            .collect(Collectors.joining(", "))
                    + ": placeholders for a missing id? All shoppers without one count as one");
        }
        if (late.events > 0) {
            lines.add(late.line());
        }
        if (weights.bots.visitors > 0) {
            lines.add(weights.bots.line(eventCount() + weights.bots.leftOut));
        }
        if (weights.repeated > 0) {
            lines.add(Counted.of(weights.repeated, "event")
                    + " beyond the first of a shopper, type, item and day: popularity counts one, co-occurrence three");
        }
        if (eventCount() > 0 && count(EventType.VIEW) == 0) {
            lines.add(CatalogueSummary.WARNING
                    + "the log holds no views: nothing can be fitted, since lists are asked for after a view; what is popular"
                    + " and what goes together is counted from what there is");
        }
        if (items.count == 1 && sessions != UNKNOWN) {
            lines.add(CatalogueSummary.WARNING + "the log holds one item only: there is nothing else to recommend");
        }
        lines.addAll(catalogue.sentences());
        return lines;
    }

    private String rowsLine() {
        long used = eventCount() + weights.bots.leftOut + late.events;
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
