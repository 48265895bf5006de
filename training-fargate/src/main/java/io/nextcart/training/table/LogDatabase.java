package io.nextcart.training.table;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.LogSummary;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The whole event log and catalogue history in a SQL engine, with dense indices for items, shoppers and categories.
 *
 * @param sql holds the tables {@code log} and {@code property}; the caller closes it
 * @param userCount number of shoppers with an event
 * @param items figures about the items
 * @param itemIds the ids of all items with an event or a property, by dense index: ascending in {@code
 *     StringColumn.ORDER}
 * @param categoryIds the ids of all categories, by dense index: ascending in {@code StringColumn.ORDER}
 * @param categoryParents dense index of each category's parent, −1 for a root
 * @param categoryLists dense indices of the categories of items with several; {@code property} has the list's index,
 *     counted from the number of categories
 * @param tree the shape of the category tree
 * @param sessionCount number of sessions
 * @param weights visitors whose events count for less
 * @param late events after the end of the log, which are left out
 * @param counts events by the code of their type ({@link SessionLog#code}), without duplicates
 * @param firstMs time of the first event, milliseconds since the epoch
 * @param lastMs time of the last event, milliseconds since the epoch
 * @param demandMs the latest reference time of recent demand ({@link LogEnd})
 */
public record LogDatabase(
        SqlEngine sql,
        int userCount,
        CatalogueSummary.Items items,
        String[] itemIds,
        String[] categoryIds,
        int[] categoryParents,
        int[][] categoryLists,
        CatalogueSummary.Tree tree,
        int sessionCount,
        LogSummary.Weights weights,
        LogSummary.Late late,
        long[] counts,
        long firstMs,
        long lastMs,
        long demandMs) {
    /** Events whose sessions are replayed and factorised in memory; about 40 bytes each. */
    static final long MOST_EVENTS_IN_MEMORY = 20_000_000;

    private static final long DAY_MS = 86_400_000;
    private static final int FOUR_WEEKS = 28;

    /**
     * Reads a log into an empty engine.
     *
     * @throws BadInputException when the log cannot be used, or holds no events
     */
    public static LogDatabase read(LogReader reader, SqlEngine sql) throws IOException {
        LogLoader loader = new LogLoader(sql);
        reader.readAll(sql, loader);
        return loader.load();
    }

    /**
     * A summary of the log.
     *
     * @param reader that read this log
     */
    public LogSummary summary(LogReader reader) {
        return summary(reader.eventRows(), reader.propertyRows(), reader.treeRows(), reader.feeds());
    }

    /**
     * A summary of the log.
     *
     * @param rows event rows
     * @param properties item property rows
     * @param treeRows category tree rows
     * @param feeds sentences about feeds
     */
    public LogSummary summary(
            LogSummary.Rows rows,
            CatalogueSummary.Rows properties,
            CatalogueSummary.Rows treeRows,
            List<String> feeds) {
        Map<EventType, Long> byType = new EnumMap<>(EventType.class);
        for (EventType type : EventType.values()) {
            byType.put(type, eventCount(type));
        }
        return new LogSummary(
                rows,
                byType,
                firstMs,
                lastMs,
                LogSummary.Size.of(userCount),
                LogSummary.Size.of(itemCount()),
                sessionCount,
                rows.events() - eventCount() - weights.bots().leftOut() - late.events(),
                weights,
                late,
                new CatalogueSummary(properties, items, treeRows, tree, feeds));
    }

    /** Number of items with an event. */
    public int itemCount() {
        return Math.toIntExact(items.withEvents());
    }

    /**
     * Of how many shoppers one is in {@link #sessions}: 1 up to {@link #MOST_EVENTS_IN_MEMORY} events, so that what is
     * in memory does not grow with the log.
     */
    public int oneShopperIn() {
        return Math.toIntExact(1 + (eventCount() - 1) / MOST_EVENTS_IN_MEMORY);
    }

    /**
     * The sessions that start in [{@code fromMs}, {@code toMs}), whole: their last events may be later; of a large log
     * those of a sample of shoppers.
     */
    public SessionLog sessions(long fromMs, long toMs) {
        return sessions(fromMs, toMs, oneShopperIn());
    }

    /** @param oneIn of how many shoppers one is kept; shoppers are numbered by their first event in the log */
    SessionLog sessions(long fromMs, long toMs, int oneIn) {
        Columns rows = sql.read("session_events", Map.of("from_ms", fromMs, "to_ms", toMs, "one_in", oneIn));
        int[] session = rows.ints("session");
        int[] act = rows.ints("act");
        byte[] type = new byte[act.length];
        IntArrayList offsets = new IntArrayList();
        for (int i = 0; i < session.length; i++) {
            if (i == 0 || session[i] != session[i - 1]) {
                offsets.add(i);
            }
            type[i] = (byte) act[i];
        }
        offsets.add(session.length);
        return new SessionLog(
                rows.ints("shopper"),
                rows.ints("item"),
                type,
                rows.longs("at_ms"),
                rows.longs("until_ms"),
                offsets.toIntArray());
    }

    /** Events of a week, the mean of the four whole weeks before the last day of the log; 0 for a shorter log. */
    public long weeklyEvents() {
        Columns days = sql.read("report_days", Map.of("last_ms", lastMs));
        int end = (int) Math.floorDiv(lastMs, DAY_MS);
        int[] day = days.ints("day");
        if (day[0] > end - FOUR_WEEKS) {
            return 0;
        }
        return Stream.of("views", "carts", "purchases")
                        .map(days::longs)
                        .mapToLong(counts -> IntStream.range(0, day.length)
                                .filter(row -> day[row] >= end - FOUR_WEEKS && day[row] < end)
                                .mapToLong(row -> counts[row])
                                .sum())
                        .sum()
                / 4;
    }

    /** Number of events, without duplicates. */
    public long eventCount() {
        return Arrays.stream(counts).sum();
    }

    /** Number of events of a type, without duplicates. */
    public long eventCount(EventType type) {
        return counts[SessionLog.code(type)];
    }
}
