package io.nextcart.training.table;

import io.nextcart.data.BadInputException;
import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.EventType;
import io.nextcart.data.log.LogSummary;
import io.nextcart.training.archive.EventBatch;
import io.nextcart.training.sql.Columns;
import io.nextcart.training.sql.SqlEngine;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Passes events on to a SQL engine in the order of arrival, in chunks. */
final class EventLog {
    private static final int NO_PURCHASE = -1;
    private static final EventType[] TYPES = EventType.values();

    private final SqlEngine sql;
    private final Dictionary items;
    private final int chunk;
    private final BitSet mentioned = new BitSet();
    private Dictionary users = new Dictionary();
    private Dictionary purchases = new Dictionary();
    private IntArrayList rowsOfUser = new IntArrayList();
    private final IntArrayList user = new IntArrayList();
    private final IntArrayList item = new IntArrayList();
    private final IntArrayList act = new IntArrayList();
    private final LongArrayList atMs = new LongArrayList();
    private final IntArrayList purchase = new IntArrayList();
    private final LongArrayList eventId = new LongArrayList();
    private int passedOn;

    /** @param chunk number of events that are passed on at once */
    EventLog(SqlEngine sql, Dictionary items, int chunk) {
        this.sql = sql;
        this.items = items;
        this.chunk = chunk;
    }

    void add(Event event) {
        String transaction = event.transactionId();
        add(
                users.number(event.userId().value()),
                items.number(event.itemId().value()),
                event.type(),
                event.timestampMs(),
                transaction == null ? NO_PURCHASE : purchases.number(transaction),
                EventKey.ofId(event));
    }

    /** Adds events in their order; each id is looked up once. */
    void add(EventBatch batch) {
        int[] users = numbers(this.users, batch.users());
        int[] items = numbers(this.items, batch.items());
        int[] purchases = numbers(this.purchases, batch.purchases());
        for (int i = 0; i < batch.size(); i++) {
            int purchase = batch.purchases().place()[i];
            add(
                    users[batch.users().place()[i]],
                    items[batch.items().place()[i]],
                    TYPES[batch.type()[i]],
                    batch.atMs()[i],
                    purchase == EventBatch.NONE ? NO_PURCHASE : purchases[purchase],
                    batch.eventId()[i]);
        }
    }

    private static int[] numbers(Dictionary dictionary, EventBatch.Ids ids) {
        return Arrays.stream(ids.distinct()).mapToInt(dictionary::number).toArray();
    }

    private void add(int userNumber, int itemNumber, EventType type, long ms, int transaction, long id) {
        if (size() == Integer.MAX_VALUE) {
            throw new BadInputException("the event log holds more than 2,147,483,647 events, expected at most as many");
        }
        mentioned.set(itemNumber);
        while (userNumber >= rowsOfUser.size()) {
            rowsOfUser.add(0); // a batch numbers its users before its events
        }
        rowsOfUser.set(userNumber, rowsOfUser.getInt(userNumber) + 1);
        user.add(userNumber);
        item.add(itemNumber);
        act.add(SessionLog.code(type));
        atMs.add(ms);
        purchase.add(transaction);
        eventId.add(id);
        if (user.size() == chunk) {
            passOn();
        }
    }

    /** Number of events so far. */
    int size() {
        return passedOn + user.size();
    }

    /** Passes on what is left: the table {@code raw_event}, with the items' numbers; and forgets the shoppers. */
    void end() {
        if (!user.isEmpty()) {
            passOn();
        }
        users = new Dictionary();
        purchases = new Dictionary();
        rowsOfUser = new IntArrayList();
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
        Comparator<Integer> order = Comparator.<Integer>comparingInt(number -> -rowsOfUser.getInt(number))
                .thenComparing(Comparator.naturalOrder());
        PriorityQueue<Integer> busiest = new PriorityQueue<>(order.reversed());
        for (int number = 0; number < rowsOfUser.size(); number++) {
            busiest.add(number);
            if (busiest.size() > most) {
                busiest.remove();
            }
        }
        return busiest.stream()
                .sorted(order)
                .map(number -> new LogSummary.Visitor(users.string(number), rowsOfUser.getInt(number)))
                .toList();
    }

    private void passOn() {
        IntArrayList arrival = new IntArrayList();
        for (int row = 0; row < user.size(); row++) {
            arrival.add(passedOn + row);
        }
        Columns rows = new Columns()
                .with("shopper", user)
                .with("item", item)
                .with("act", act)
                .with("at_ms", atMs)
                .with("purchase", purchase)
                .with("event_id", eventId)
                .with("arrival", arrival);
        if (passedOn == 0) {
            sql.put("raw_event", rows);
        } else {
            sql.append("raw_event", rows);
        }
        passedOn += user.size();
        List.of(user, item, act, purchase).forEach(IntArrayList::clear);
        atMs.clear();
        eventId.clear();
    }
}
