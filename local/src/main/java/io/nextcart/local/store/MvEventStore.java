package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.UserId;
import io.nextcart.functions.store.EventStore;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.Cursor;

/** Events in a {@link ShopFile}. */
public final class MvEventStore implements EventStore, Closeable {
    private static final long MICROS_PER_MS = 1000;

    private final ShopFile file;
    private final Clock clock;
    private final AtomicLong lastArrival = new AtomicLong();

    /**
     * A store over a file.
     *
     * @param clock tells when a shopper was forgotten, and orders events of one millisecond by their arrival
     */
    public MvEventStore(ShopFile file, Clock clock) {
        this.file = requireNonNull(file, "file is null");
        this.clock = requireNonNull(clock, "clock is null");
    }

    /**
     * A store over a file of its own.
     *
     * @throws IOException as {@link ShopFile#open}
     */
    public static MvEventStore open(Path path) throws IOException {
        return new MvEventStore(ShopFile.open(path), Clock.systemUTC());
    }

    @Override
    public BitSet put(List<Event> events) throws IOException {
        if (events.size() > MAX_BATCH) {
            throw new IllegalArgumentException(events.size() + " events, expected at most " + MAX_BATCH);
        }
        return file.change(maps -> {
            BitSet fresh = new BitSet(events.size());
            for (int i = 0; i < events.size(); i++) {
                fresh.set(i, add(maps, events.get(i)));
            }
            return fresh;
        });
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        if (limit < 1 || limit > MAX_READ) {
            throw new IllegalArgumentException("limit is " + limit + ", expected 1 to " + MAX_READ);
        }
        return file.read(maps -> {
            List<Event> events = new ArrayList<>();
            Cursor<RowKey, EventBody> newestFirst =
                    maps.events().cursor(RowKey.after(user.value()), RowKey.before(user.value()), true);
            while (events.size() < limit && newestFirst.hasNext()) {
                RowKey key = newestFirst.next();
                events.add(newestFirst.getValue().at(key));
            }
            Collections.reverse(events);
            return events;
        });
    }

    /** Forgets a shopper, and leaves a tombstone: {@link MvTombstoneStore}. */
    @Override
    public int delete(UserId user) throws IOException {
        long nowMs = clock.millis();
        return file.change(maps -> {
            Long before = maps.tombstones().get(user.value());
            if (before == null || before < nowMs) {
                maps.tombstones().put(user.value(), nowMs);
                ChangeStream.forgotten(maps, user.value(), nowMs);
            }
            List<RowKey> keys = new ArrayList<>();
            maps.events()
                    .cursor(RowKey.before(user.value()), RowKey.after(user.value()), false)
                    .forEachRemaining(keys::add);
            for (RowKey key : keys) {
                maps.events().remove(key);
                maps.eventTimes().remove(new IdKey(key.user(), key.eventKey()));
            }
            return keys.size();
        });
    }

    /** Closes the file, also for other stores over it. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean add(Maps maps, Event event) {
        String user = event.userId().value();
        IdKey id = new IdKey(user, EventKey.of(event));
        if (maps.eventTimes().putIfAbsent(id, event.timestampMs()) != null) {
            return false;
        }
        maps.events().put(new RowKey(user, event.timestampMs(), arrival(), id.eventKey()), EventBody.of(event));
        ChangeStream.kept(maps, event);
        return true;
    }

    /** Grows with every event, and with the clock, so that it also grows from one process to the next. */
    private long arrival() {
        long now = clock.millis() * MICROS_PER_MS;
        return lastArrival.updateAndGet(before -> Math.max(before + 1, now));
    }
}
