package io.nextcart.training.table;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemProperty;
import io.nextcart.data.log.CatalogueSummary;
import io.nextcart.data.log.LogSummary;
import io.nextcart.engine.session.SessionState;
import io.nextcart.training.archive.EventBatch;
import io.nextcart.training.input.LogReader;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;

/** Passes a log and its catalogue on to a SQL engine row by row, and loads them there. For one log; not thread-safe. */
public final class LogLoader implements LogReader.Sink {
    private static final int BUSIEST = 10;
    /** Number of events, and of item properties, that are in memory at once. */
    private static final int CHUNK = 1 << 20;

    private final Dictionary items = new Dictionary();
    private final SqlEngine sql;
    private final EventLog events;
    private final CatalogueLog catalogue;

    /** @param sql an empty engine, which receives the log */
    public LogLoader(SqlEngine sql) {
        this(sql, CHUNK);
    }

    LogLoader(SqlEngine sql, int chunk) {
        this.sql = sql;
        this.events = new EventLog(sql, items, chunk);
        this.catalogue = new CatalogueLog(sql, items, chunk);
    }

    /** Adds an event. Events of the same shopper, type, item and millisecond count once. */
    @Override
    public void accept(Event event) {
        events.add(event);
    }

    /** Adds events, which count as those of {@link #accept(Event)} do. */
    @Override
    public void accept(EventBatch batch) {
        events.add(batch);
    }

    /** Adds a change of the catalogue; unused properties are skipped. */
    @Override
    public void accept(ItemProperty property) {
        catalogue.add(property);
    }

    /** Adds a node of the category tree; the last row of a category counts. */
    @Override
    public void accept(Category category) {
        catalogue.add(category);
    }

    /**
     * Numbers the ids, loads what the engine does not hold yet, removes duplicates, events after the end of the log ({@link
     * LogEnd}) and all but the latest events of bots ({@link LogSummary#mostOfOneVisitor}), and splits sessions.
     *
     * @throws BadInputException when there are no events
     */
    public LogDatabase load() {
        if (events.size() == 0) {
            throw new BadInputException("the event log holds no events, expected at least one");
        }
        int userCount = events.userCount();
        CatalogueSummary.Items known = catalogue.items(events.items());
        CatalogueSummary.Tree tree = catalogue.tree();
        List<LogSummary.Visitor> busiest = events.busiest(BUSIEST);
        events.end();
        catalogue.end();
        int[] order = items.sorted(number -> true);
        int[] rank = ranks(order, items.size());
        String[] itemIds = items.strings(order);
        sql.put(
                "item_rank",
                new Columns()
                        .with("number", IntArrayList.toList(IntStream.range(0, rank.length)))
                        .with("rank", new IntArrayList(rank)));
        sql.put("category_value", catalogue.categoryValues());
        sql.run("property", Map.of());
        sql.run("once", Map.of());
        LogEnd end = LogEnd.cut(sql);
        LogSummary.Bots bots = capBots(sql);
        sql.run("sessionize", Map.of("gap_ms", SessionState.GAP_MS));
        Columns summary = sql.read("log_summary", Map.of("most", ItemCounts.MOST_OF_A_DAY));
        int[] act = summary.ints("act");
        long[] counts = new long[EventType.values().length];
        for (int i = 0; i < act.length; i++) {
            counts[act[i]] = summary.longs("events")[i];
        }
        long firstMs = Arrays.stream(summary.longs("first_ms")).min().orElseThrow();
        long lastMs = Arrays.stream(summary.longs("last_ms")).max().orElseThrow();
        long later = sql.read("catalogue_later", Map.of("last_ms", lastMs)).longs("later")[0];
        int sessions = Arrays.stream(summary.ints("last_session")).max().orElseThrow();
        LogSummary.Weights weights = new LogSummary.Weights(
                bots, busiest, Arrays.stream(summary.longs("repeated")).sum());
        return new LogDatabase(
                sql,
                userCount,
                known.withLater(later),
                itemIds,
                catalogue.categoryIds(),
                catalogue.categoryParents(),
                catalogue.categoryLists(),
                tree,
                sessions,
                weights,
                end.late(),
                counts,
                firstMs,
                lastMs,
                end.demandMs());
    }

    private static LogSummary.Bots capBots(SqlEngine sql) {
        long[] busiest = sql.read("busiest", Map.of("least", LogSummary.mostOfOneVisitor(0)))
                .longs("events");
        long most = LogSummary.mostOfOneVisitor(busiest[0]);
        long[] ofBots =
                Arrays.stream(busiest).skip(1).filter(events -> events > most).toArray();
        if (ofBots.length == 0) {
            return LogSummary.Bots.NONE;
        }
        sql.run("cap", Map.of("most", most));
        LongSummaryStatistics theirs = Arrays.stream(ofBots).summaryStatistics();
        return new LogSummary.Bots(ofBots.length, theirs.getMax(), most, theirs.getSum() - most * ofBots.length);
    }

    /** For each arrival number its index in {@code order}, or −1. */
    static int[] ranks(int[] order, int size) {
        int[] rank = new int[size];
        Arrays.fill(rank, -1);
        for (int place = 0; place < order.length; place++) {
            rank[order[place]] = place;
        }
        return rank;
    }
}
