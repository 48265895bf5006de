package io.nextcart.training.table;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.training.sql.Column;
import io.nextcart.training.sql.Columns;
import java.util.BitSet;

/** Events as they arrive, in flat columns: 32 bytes each. */
final class EventLog {
    private static final int NO_PURCHASE = -1;

    private final Dictionary items;
    private final BitSet mentioned = new BitSet();
    private Dictionary users = new Dictionary();
    private Dictionary purchases = new Dictionary();
    private Column.Ints user = new Column.Ints("shopper");
    private Column.Ints item = new Column.Ints("item");
    private Column.Ints act = new Column.Ints("act");
    private Column.Longs atMs = new Column.Longs("at_ms");
    private Column.Ints purchase = new Column.Ints("purchase");
    private Column.Longs eventId = new Column.Longs("event_id");
    private int userCount;

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
        userCount = users.size();
    }

    int size() {
        return user.size();
    }

    int userCount() {
        return userCount;
    }

    /** Whether an event names the item of that arrival number. */
    boolean mentions(int itemNumber) {
        return mentioned.get(itemNumber);
    }

    /** Hands out the rows of {@code raw_event} and drops them. */
    Columns drain(int[] itemRank) {
        Column.Ints arrival = new Column.Ints("arrival");
        Column.Ints ranked = new Column.Ints("item");
        for (int row = 0; row < user.size(); row++) {
            arrival.add(row);
            ranked.add(itemRank[item.get(row)]);
        }
        Columns rows = Columns.of(user, ranked, act, atMs, purchase, eventId, arrival);
        users = new Dictionary();
        purchases = new Dictionary();
        user = new Column.Ints("shopper");
        item = new Column.Ints("item");
        act = new Column.Ints("act");
        atMs = new Column.Longs("at_ms");
        purchase = new Column.Ints("purchase");
        eventId = new Column.Longs("event_id");
        return rows;
    }
}
