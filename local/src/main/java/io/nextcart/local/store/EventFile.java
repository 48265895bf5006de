package io.nextcart.local.store;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * The file while it is open: events by shopper and time, and the time of every event by its key. Both change together, and
 * only {@link #settle} writes, so that the file never holds one without the other. Any failure of a write closes the file
 * for good: what was not settled is gone, and every caller who waits for it hears so.
 */
final class EventFile {
    private static final int PAGE_BYTES = 4096;
    private static final int CACHE_MB = 64;
    /** How long freed space rests before it is written again. Every write is synced, and reads hold their version. */
    private static final int RETENTION_MS = 500;
    /** Space in half-empty chunks is gathered once in so many writes. */
    private static final int WRITES_PER_COMPACTION = 64;

    private static final int FILL_PERCENT = 40;
    private static final int COMPACTION_BYTES = 1 << 20;

    private final MVStore store;
    private final MVMap<RowKey, EventBody> rows;
    private final MVMap<IdKey, Long> times;
    /** Held while the maps change, and while they are handed to the file. Inside {@link #settling}, never around it. */
    private final Object changing = new Object();
    /** Held by the one thread that writes the changes of all who wait. */
    private final Object settling = new Object();

    private long changes; // guarded by changing
    private volatile long settled; // written under settling

    private long writes; // guarded by settling

    /** Opens or creates the file. Throws {@link org.h2.mvstore.MVStoreException}. */
    EventFile(Path file) {
        store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(CACHE_MB)
                .pageSplitSize(PAGE_BYTES)
                .open();
        try {
            store.setRetentionTime(RETENTION_MS);
            rows = store.openMap(
                    "events",
                    new MVMap.Builder<RowKey, EventBody>()
                            .keyType(new RowKey.Type())
                            .valueType(new EventBody.Type()));
            times = store.openMap("times", new MVMap.Builder<IdKey, Long>().keyType(new IdKey.Type()));
        } catch (RuntimeException e) {
            store.closeImmediately();
            throw e;
        }
    }

    boolean isClosed() {
        return store.isClosed();
    }

    /** Keeps events; returns when they are safe. */
    BitSet put(List<Event> events) {
        BitSet fresh = new BitSet(events.size());
        long mine;
        synchronized (changing) {
            try {
                for (int i = 0; i < events.size(); i++) {
                    if (add(events.get(i))) {
                        fresh.set(i);
                    }
                }
            } catch (RuntimeException e) {
                store.closeImmediately(); // half a batch must not be settled by another thread
                throw e;
            }
            changes += fresh.isEmpty() ? 0 : 1;
            mine = changes; // also when nothing is new: what made it a duplicate may not be safe yet
        }
        settle(mine);
        return fresh;
    }

    /** The newest events of a shopper, oldest first. */
    List<Event> last(UserId user, int limit) {
        List<Event> events = new ArrayList<>();
        MVStore.TxCounter held = store.registerVersionUsage(); // the pages we walk are not written over meanwhile
        try {
            Cursor<RowKey, EventBody> newestFirst =
                    rows.cursor(RowKey.after(user.value()), RowKey.before(user.value()), true);
            while (events.size() < limit && newestFirst.hasNext()) {
                RowKey key = newestFirst.next();
                events.add(newestFirst.getValue().at(key));
            }
        } finally {
            store.deregisterVersionUsage(held);
        }
        Collections.reverse(events);
        return events;
    }

    /** Forgets a shopper; returns when that is safe. */
    int delete(UserId user) {
        List<RowKey> keys = new ArrayList<>();
        long mine;
        synchronized (changing) {
            Cursor<RowKey, EventBody> all = rows.cursor(RowKey.before(user.value()), RowKey.after(user.value()), false);
            all.forEachRemaining(keys::add);
            try {
                for (RowKey key : keys) {
                    rows.remove(key);
                    times.remove(new IdKey(key.user(), key.eventKey()));
                }
            } catch (RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
            changes += keys.isEmpty() ? 0 : 1;
            mine = changes;
        }
        settle(mine);
        return keys.size();
    }

    void close() {
        store.close();
    }

    private boolean add(Event event) {
        String user = event.userId().value();
        IdKey id = new IdKey(user, EventKey.of(event));
        if (times.putIfAbsent(id, event.timestampMs()) != null) {
            return false;
        }
        rows.put(new RowKey(user, event.timestampMs(), id.eventKey()), EventBody.of(event));
        return true;
    }

    /** Waits until a change is on the disk. Who comes first writes for all who came before the write. */
    private void settle(long change) {
        if (settled >= change) {
            return;
        }
        synchronized (settling) {
            if (settled >= change) {
                return;
            }
            try {
                long written;
                synchronized (changing) {
                    written = changes;
                    store.commit();
                }
                store.sync();
                settled = written;
                writes++;
                if (writes % WRITES_PER_COMPACTION == 0) {
                    compact();
                }
            } catch (RuntimeException e) {
                store.closeImmediately();
                throw e;
            }
        }
    }

    private void compact() {
        synchronized (changing) {
            store.compact(FILL_PERCENT, COMPACTION_BYTES);
        }
    }
}
