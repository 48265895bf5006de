package io.nextcart.training.table;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Category;
import io.nextcart.data.Event;
import io.nextcart.data.EventType;
import io.nextcart.data.ItemProperty;
import io.nextcart.engine.session.SessionState;
import io.nextcart.training.input.LogReader.CatalogueSink;
import io.nextcart.training.sql.Column;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import java.util.Arrays;
import java.util.Map;

/**
 * The whole event log and catalogue history in a SQL engine, with dense indices for items, shoppers and categories. Give
 * it everything by {@code accept}, then ask; the first question closes it for input. Not thread-safe.
 */
public final class LogDatabase implements CatalogueSink {
    private final SqlEngine sql;
    private final Dictionary items = new Dictionary();
    private final EventLog events = new EventLog(items);
    private final CatalogueLog catalogue;
    private boolean sealed;
    private int userCount;
    private String[] itemIds = {};
    private CategoryTree categories = CategoryTree.EMPTY;
    private final long[] counts = new long[EventType.values().length];
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;

    /**
     * @param sql the engine to fill; the caller closes it
     * @param priceProperty the name of the property that holds the price, such as {@code 790}
     */
    public LogDatabase(SqlEngine sql, String priceProperty) {
        this.sql = requireNonNull(sql, "sql is null");
        this.catalogue = new CatalogueLog(items, priceProperty);
    }

    /** Adds an event. The same act of the same shopper on the same item at the same millisecond counts once. */
    public void accept(Event event) {
        requireOpen();
        events.add(event);
    }

    /** Adds a change of the catalogue; properties without a meaning here are skipped. */
    @Override
    public void accept(ItemProperty property) {
        requireOpen();
        catalogue.add(property);
    }

    /** Adds a node of the category tree; of two rows for one category the later counts. */
    @Override
    public void accept(Category category) {
        requireOpen();
        catalogue.add(category);
    }

    /**
     * Numbers the ids, puts everything into the SQL engine and splits sessions. Called by the first question otherwise;
     * further calls do nothing.
     *
     * @throws BadInputException when there are no events
     */
    public void seal() {
        if (sealed) {
            return;
        }
        sealed = true;
        if (events.size() == 0) {
            throw new BadInputException("the event log holds no events, expected at least one");
        }
        int[] order = items.sorted(number -> true);
        int[] rank = ranks(order, items.size());
        userCount = events.userCount();
        itemIds = Arrays.stream(order).mapToObj(items::string).toArray(String[]::new);
        sql.put("raw_event", events.drain(rank));
        categories = catalogue.tree();
        sql.put("property", catalogue.drain(rank));
        sql.run("sessionize", Map.of("gap_ms", SessionState.GAP_MS));
        summarize();
    }

    /** The sessions that start in [{@code fromMs}, {@code toMs}), whole: their last events may lie after it. */
    public SessionLog sessions(long fromMs, long toMs) {
        seal();
        Columns rows = sql.read("session_events", Map.of("from_ms", fromMs, "to_ms", toMs));
        int[] session = rows.ints("session");
        int[] act = rows.ints("act");
        byte[] type = new byte[act.length];
        Column.Ints offsets = new Column.Ints("offset");
        int current = -1;
        int previous = 0;
        for (int i = 0; i < session.length; i++) {
            if (i == 0 || session[i] != previous) {
                offsets.add(i);
                previous = session[i];
                current++;
            }
            session[i] = current;
            type[i] = (byte) act[i];
        }
        offsets.add(session.length);
        return new SessionLog(
                rows.ints("shopper"), session, rows.ints("item"), type, rows.longs("at_ms"), offsets.toArray());
    }

    /** Time of the first event, milliseconds since the epoch. */
    public long firstMs() {
        seal();
        return firstMs;
    }

    /** Time of the last event, milliseconds since the epoch. */
    public long lastMs() {
        seal();
        return lastMs;
    }

    /** Number of events, duplicates counted once. */
    public long eventCount() {
        seal();
        return Arrays.stream(counts).sum();
    }

    /** Number of events of a type, duplicates counted once. */
    public long eventCount(EventType type) {
        seal();
        return counts[SessionLog.code(type)];
    }

    /** Number of shoppers with an event. */
    public int userCount() {
        seal();
        return userCount;
    }

    /** Catalogue rows of a known property whose value is not valid; they are skipped. */
    public long unusableProperties() {
        return catalogue.unusable();
    }

    /** The ids of all items with an event or a property, by dense index: ascending in {@code StringColumn.ORDER}. */
    public String[] itemIds() {
        seal();
        return itemIds.clone();
    }

    /** The category tree of the catalogue. */
    CategoryTree categories() {
        seal();
        return categories;
    }

    /** The engine that holds the tables {@code log} and {@code property}. */
    public SqlEngine sql() {
        seal();
        return sql;
    }

    private void summarize() {
        Columns summary = sql.read("log_summary", Map.of());
        int[] act = summary.ints("act");
        for (int i = 0; i < act.length; i++) {
            counts[act[i]] = summary.longs("events")[i];
            firstMs = Math.min(firstMs, summary.longs("first_ms")[i]);
            lastMs = Math.max(lastMs, summary.longs("last_ms")[i]);
        }
    }

    private void requireOpen() {
        if (sealed) {
            throw new IllegalStateException("the log was read already; it takes no more input");
        }
    }

    /** For each arrival number its place in {@code order}, or −1. */
    static int[] ranks(int[] order, int size) {
        int[] rank = new int[size];
        Arrays.fill(rank, -1);
        for (int place = 0; place < order.length; place++) {
            rank[order[place]] = place;
        }
        return rank;
    }
}
