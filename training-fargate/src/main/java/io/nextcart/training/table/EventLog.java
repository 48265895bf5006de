package io.nextcart.training.table;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.log.LogSummary;
import io.nextcart.training.sql.Columns;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Events in the order of arrival, in flat columns: 32 bytes each. */
final class EventLog {
    private static final int NO_PURCHASE = -1;

    private final Dictionary items;
    private final BitSet mentioned = new BitSet();
    private final Dictionary users = new Dictionary();
    private final Dictionary purchases = new Dictionary();
    private final IntArrayList user = new IntArrayList();
    private final IntArrayList item = new IntArrayList();
    private final IntArrayList act = new IntArrayList();
    private final LongArrayList atMs = new LongArrayList();
    private final IntArrayList purchase = new IntArrayList();
    private final LongArrayList eventId = new LongArrayList();

    EventLog(Dictionary items) {
        this.items = items;
    }

    void add(Event event) {
        int itemNumber = items.number(event.itemId().value());
        mentioned.set(itemNumber);
        user.add(users.number(event.userId().value()));
        item.add(itemNumber);
        act.add(SessionLog.code(event.type()));
        atMs.add(event.timestampMs());
        purchase.add(event.transactionId() == null ? NO_PURCHASE : purchases.number(event.transactionId()));
        eventId.add(EventKey.ofId(event));
    }

    int size() {
        return user.size();
    }

    int userCount() {
        return users.size();
    }

    /** The numbers of the items that have an event. */
    BitSet items() {
        return mentioned;
    }

    /** The visitors with the most rows, in descending order; ties in the order of arrival. */
    List<LogSummary.Visitor> busiest(int most) {
        int[] rows = new int[users.size()];
        user.forEach(number -> rows[number]++);
        return IntStream.range(0, rows.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(number -> -rows[number])
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .map(number -> new LogSummary.Visitor(users.string(number), rows[number]))
                .toList();
    }

    /** The rows of {@code raw_event}. */
    Columns rows(int[] itemRank) {
        IntArrayList arrival = new IntArrayList();
        IntArrayList ranked = new IntArrayList();
        for (int row = 0; row < user.size(); row++) {
            arrival.add(row);
            ranked.add(itemRank[item.getInt(row)]);
        }
        return new Columns()
                .with("shopper", user)
                .with("item", ranked)
                .with("act", act)
                .with("at_ms", atMs)
                .with("purchase", purchase)
                .with("event_id", eventId)
                .with("arrival", arrival);
    }
}
