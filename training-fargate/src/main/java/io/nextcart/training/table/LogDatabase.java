package io.nextcart.training.table;

import io.nextcart.data.BadInputException;
import io.nextcart.data.EventType;
import io.nextcart.data.log.LogSummary;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The whole event log and catalogue history in a SQL engine, with dense indices for items, shoppers and categories.
 *
 * @param sql holds the tables {@code log} and {@code property}; the caller closes it
 * @param userCount number of shoppers with an event
 * @param itemCount number of items with an event
 * @param itemIds the ids of all items with an event or a property, by dense index: ascending in {@code StringColumn.ORDER}
 * @param categoryIds the ids of all categories, by dense index: ascending in {@code StringColumn.ORDER}
 * @param categoryParents dense index of each category's parent, −1 for a root
 * @param sessionCount number of sessions
 * @param bots visitors of whose events only the latest count
 * @param counts events by the code of their type ({@link SessionLog#code}), duplicates counted once
 * @param firstMs time of the first event, milliseconds since the epoch
 * @param lastMs time of the last event, milliseconds since the epoch
 */
public record LogDatabase(
        SqlEngine sql,
        int userCount,
        int itemCount,
        String[] itemIds,
        String[] categoryIds,
        int[] categoryParents,
        int sessionCount,
        LogSummary.Bots bots,
        long[] counts,
        long firstMs,
        long lastMs) {
    /**
     * Reads a log into an empty engine.
     *
     * @throws BadInputException when the log cannot be used, or holds no events
     */
    public static LogDatabase read(LogReader reader, SqlEngine sql) throws IOException {
        LogLoader loader = new LogLoader();
        reader.readAll(loader::accept, loader);
        return loader.load(sql);
    }

    /**
     * What was read.
     *
     * @param rows the rows that the events came from
     */
    public LogSummary summary(LogSummary.Rows rows) {
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
                LogSummary.Size.of(itemCount),
                sessionCount,
                rows.events() - eventCount() - bots.leftOut(),
                bots);
    }

    /** The sessions that start in [{@code fromMs}, {@code toMs}), whole: their last events may lie after it. */
    public SessionLog sessions(long fromMs, long toMs) {
        Columns rows = sql.read("session_events", Map.of("from_ms", fromMs, "to_ms", toMs));
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
        return new SessionLog(rows.ints("shopper"), rows.ints("item"), type, rows.longs("at_ms"), offsets.toIntArray());
    }

    /** Number of events, duplicates counted once. */
    public long eventCount() {
        return Arrays.stream(counts).sum();
    }

    /** Number of events of a type, duplicates counted once. */
    public long eventCount(EventType type) {
        return counts[SessionLog.code(type)];
    }
}
