package io.nextcart.local.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import io.nextcart.functions.store.EventStore;
import io.nextcart.functions.store.UserPage;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.mvstore.Cursor;

/** Events in a {@link ShopFile}. */
public final class MvEventStore implements EventStore {
    private static final long MICROS_PER_MS = 1000;

    private final ShopFile file;
    private final Clock clock;
    private final AtomicLong lastArrival = new AtomicLong();

    /** @param clock stamps tombstones, and orders events of one millisecond by their arrival */
    public MvEventStore(ShopFile file, Clock clock) {
        this.file = requireNonNull(file, "file is null");
        this.clock = requireNonNull(clock, "clock is null");
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
            Cursor<EventRow.Key, EventRow> newestFirst =
                    maps.events().cursor(EventRow.Key.after(user.value()), EventRow.Key.before(user.value()), true);
            while (events.size() < limit && newestFirst.hasNext()) {
                EventRow.Key key = newestFirst.next();
                events.add(newestFirst.getValue().at(key));
            }
            Collections.reverse(events);
            return events;
        });
    }

    @Override
    public UserPage export(UserId user, String after) throws IOException {
        EventRow.Key begin =
                after.isEmpty() ? EventRow.Key.before(user.value()) : EventRow.Key.read(user.value(), after);
        return file.read(maps -> {
            Cursor<EventRow.Key, EventRow> oldestFirst =
                    maps.events().cursor(begin, EventRow.Key.after(user.value()), false);
            List<ArchivedEvent> events = new ArrayList<>();
            EventRow.Key last = begin;
            while (events.size() < MAX_READ && oldestFirst.hasNext()) {
                last = oldestFirst.next();
                if (!last.equals(begin)) {
                    events.add(new ArchivedEvent(oldestFirst.getValue().at(last), arrivedMs(last)));
                }
            }
            return new UserPage(
                    events, maps.tombstones().get(user.value()), oldestFirst.hasNext() ? last.withoutUser() : "");
        });
    }

    /** Deletes the events of a user, and leaves a tombstone. */
    @Override
    public int delete(UserId user) throws IOException {
        // Under load, arrival numbers run ahead of the clock; all earlier events are deleted.
        long nowMs = Math.max(clock.millis(), lastArrival.get() / MICROS_PER_MS);
        return file.change(maps -> {
            Long before = maps.tombstones().get(user.value());
            if (before == null || before < nowMs) {
                maps.tombstones().put(user.value(), nowMs);
                ChangeStream.deleted(maps, user.value(), nowMs);
            }
            List<EventRow.Key> keys = new ArrayList<>();
            maps.events()
                    .cursor(EventRow.Key.before(user.value()), EventRow.Key.after(user.value()), false)
                    .forEachRemaining(keys::add);
            for (EventRow.Key key : keys) {
                maps.events().remove(key);
                maps.eventTimes().remove(key.id());
            }
            return keys.size();
        });
    }

    private boolean add(Maps maps, Event event) {
        String user = event.userId().value();
        EventRow.Id id = new EventRow.Id(user, EventKey.of(event));
        if (maps.eventTimes().putIfAbsent(id, event.timestampMs()) != null) {
            return false;
        }
        EventRow.Key key = new EventRow.Key(user, event.timestampMs(), arrival(), id.eventKey());
        maps.events().put(key, EventRow.of(event));
        ChangeStream.kept(maps, event, arrivedMs(key));
        return true;
    }

    /** When an event arrived, milliseconds since the epoch. */
    static long arrivedMs(EventRow.Key key) {
        return key.arrival() / MICROS_PER_MS;
    }

    /** Increases with every event and follows the clock, so that it also increases across restarts. */
    private long arrival() {
        long now = clock.millis() * MICROS_PER_MS;
        return lastArrival.updateAndGet(before -> Math.max(before + 1, now));
    }
}
