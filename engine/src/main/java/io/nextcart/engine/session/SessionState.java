package io.nextcart.engine.session;

import io.nextcart.data.EventType;
import io.nextcart.engine.Interaction;

/**
 * A shopper's recent events, newest first, as item numbers with counts per distinct item. Filled by {@link #reset} and
 * {@link #add} (oldest first), read by candidate sources and features. Reused between requests; not thread-safe.
 */
public final class SessionState {
    /** Events kept; older ones are dropped. */
    public static final int MAX_EVENTS = 50;
    /** A longer pause starts a new session, in milliseconds. */
    public static final long GAP_MS = 30 * 60 * 1000L;

    public static final long NO_TIME = Interaction.NO_TIME;

    private final int[] ringItem = new int[MAX_EVENTS];
    private final EventType[] ringType = new EventType[MAX_EVENTS];
    private final long[] ringTime = new long[MAX_EVENTS];
    private int added;
    /** The oldest event kept, in the numbering of {@link #added}. */
    private int oldest;

    private final int[] distinct = new int[MAX_EVENTS];
    private final int[] lastPosition = new int[MAX_EVENTS];
    private final int[] count = new int[MAX_EVENTS];
    private final int[] carts = new int[MAX_EVENTS];
    private final int[] purchases = new int[MAX_EVENTS];
    private int distinctCount;
    private final int[] known = new int[MAX_EVENTS];
    private int knownCount;
    private int currentLength;

    private final int knownItems;

    /** @param knownItems item numbers below this are dense indices of the tables */
    public SessionState(int knownItems) {
        this.knownItems = knownItems;
    }

    public void reset() {
        added = 0;
        oldest = 0;
        distinctCount = 0;
        knownCount = 0;
        currentLength = 0;
    }

    /**
     * Adds the next event, in order of time. A removal from the cart is not kept, and deletes earlier add-to-carts of
     * the item, as if it had never been in the cart.
     *
     * @param item its number from {@link ItemNumbers}
     * @param timestampMs milliseconds since the epoch, or {@link #NO_TIME}
     */
    public void add(int item, EventType type, long timestampMs) {
        if (type == EventType.REMOVE_FROM_CART) {
            takeBack(item);
            return;
        }
        put(item, type, timestampMs);
        oldest = Math.max(oldest, added - MAX_EVENTS);
    }

    private void put(int item, EventType type, long timestampMs) {
        int slot = added % MAX_EVENTS;
        ringItem[slot] = item;
        ringType[slot] = type;
        ringTime[slot] = timestampMs;
        added++;
    }

    private void takeBack(int item) {
        int end = added;
        added = oldest;
        for (int i = oldest; i < end; i++) {
            int slot = i % MAX_EVENTS;
            if (ringItem[slot] != item || ringType[slot] != EventType.ADD_TO_CART) {
                put(ringItem[slot], ringType[slot], ringTime[slot]);
            }
        }
    }

    /** Computes the counts; call once, after the last {@link #add}. */
    public void seal() {
        distinctCount = 0;
        knownCount = 0;
        int n = length();
        for (int position = 0; position < n; position++) {
            int item = item(position);
            int d = find(item);
            if (d < 0) {
                d = distinctCount++;
                distinct[d] = item;
                lastPosition[d] = position;
                count[d] = 0;
                carts[d] = 0;
                purchases[d] = 0;
                if (item < knownItems) {
                    known[knownCount++] = item;
                }
            }
            switch (type(position)) {
                case VIEW -> count[d]++;
                case ADD_TO_CART -> carts[d]++;
                case TRANSACTION -> purchases[d]++;
                case REMOVE_FROM_CART -> throw new IllegalStateException("a removal is not kept");
            }
        }
        currentLength = n == 0 ? 0 : 1;
        while (currentLength < n && sameSession(currentLength - 1, currentLength)) {
            currentLength++;
        }
    }

    private boolean sameSession(int newer, int older) {
        long a = timestampMs(newer);
        long b = timestampMs(older);
        return a == NO_TIME || b == NO_TIME || a - b <= GAP_MS;
    }

    /** Events kept, 0 to {@link #MAX_EVENTS}. */
    public int length() {
        return added - oldest;
    }

    /** Events since the last pause of {@link #GAP_MS}. */
    public int currentLength() {
        return currentLength;
    }

    /** The item at a position; 0 is the newest event. */
    public int item(int position) {
        return ringItem[slot(position)];
    }

    /** The type of the event at a position. */
    public EventType type(int position) {
        return ringType[slot(position)];
    }

    /** The time of the event at a position, or {@link #NO_TIME}. */
    public long timestampMs(int position) {
        return ringTime[slot(position)];
    }

    /** Number of distinct items. */
    public int distinctCount() {
        return distinctCount;
    }

    /** A distinct item; 0 is the most recent. */
    public int distinctItem(int d) {
        return distinct[d];
    }

    /** Number of distinct items that the tables know. */
    public int knownCount() {
        return knownCount;
    }

    /** A distinct item that the tables know; 0 is the most recent. */
    public int knownItem(int k) {
        return known[k];
    }

    /** The position of the newest event on a distinct item. */
    public int lastPosition(int d) {
        return lastPosition[d];
    }

    /** Views of a distinct item. */
    public int views(int d) {
        return count[d];
    }

    /** Times a distinct item was put in the cart. */
    public int carts(int d) {
        return carts[d];
    }

    /** Times a distinct item was bought. */
    public int purchases(int d) {
        return purchases[d];
    }

    /** The index of an item among the distinct items, or −1. */
    public int find(int item) {
        for (int d = 0; d < distinctCount; d++) {
            if (distinct[d] == item) {
                return d;
            }
        }
        return -1;
    }

    private int slot(int position) {
        return (added - 1 - position) % MAX_EVENTS;
    }
}
