package io.nextcart.functions.store;

import io.nextcart.data.Event;
import io.nextcart.data.EventKey;
import io.nextcart.data.UserId;
import io.nextcart.data.log.ArchivedEvent;
import java.io.IOException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Events in a map, for tests. Can be made to fail, and counts its reads. */
public final class MemoryEventStore implements EventStore {
    private final Map<UserId, Map<String, Event>> events = new TreeMap<>();
    private final Map<UserId, Long> tombstones = new TreeMap<>();
    private final Set<UserId> named = new TreeSet<>();
    private @Nullable Exception failure;
    private long delayMs;
    private int reads;

    /** Makes every call throw this exception; null ends that. */
    public synchronized void failWith(@Nullable Exception exception) {
        failure = exception;
    }

    /** Makes every read take this long. */
    public synchronized void delayReads(long milliseconds) {
        delayMs = milliseconds;
    }

    /** How often {@link #last} was called. */
    public synchronized int reads() {
        return reads;
    }

    /** The users of all calls since the last time. */
    public synchronized Set<UserId> takeNamed() {
        Set<UserId> taken = new TreeSet<>(named);
        named.clear();
        return taken;
    }

    /** The number of stored events, of all shoppers. */
    public synchronized int size() {
        return events.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public synchronized BitSet put(List<Event> batch) throws IOException {
        fail();
        if (batch.size() > MAX_BATCH) {
            throw new IllegalArgumentException(batch.size() + " events, expected at most " + MAX_BATCH);
        }
        BitSet fresh = new BitSet();
        for (int i = 0; i < batch.size(); i++) {
            Event event = batch.get(i);
            named.add(event.userId());
            Map<String, Event> ofUser = events.computeIfAbsent(event.userId(), user -> new TreeMap<>());
            if (ofUser.putIfAbsent(EventKey.of(event), event) == null) {
                fresh.set(i);
            }
        }
        return fresh;
    }

    @Override
    public List<Event> last(UserId user, int limit) throws IOException {
        long delay;
        synchronized (this) {
            reads++;
            named.add(user);
            delay = delayMs;
            fail();
        }
        if (delay > 0) {
            sleep(delay);
        }
        synchronized (this) {
            List<Event> all = sorted(user);
            return all.subList(Math.max(0, all.size() - limit), all.size());
        }
    }

    private List<Event> sorted(UserId user) {
        return events.getOrDefault(user, Map.of()).values().stream()
                .sorted(Comparator.comparingLong(Event::timestampMs).thenComparing(EventKey::of))
                .toList();
    }

    /** Everything on one page; an event arrived when it happened. */
    @Override
    public synchronized UserPage export(UserId user, String after) throws IOException {
        fail();
        named.add(user);
        List<ArchivedEvent> lines = sorted(user).stream()
                .map(event -> new ArchivedEvent(event, event.timestampMs()))
                .toList();
        return new UserPage(after.isEmpty() ? lines : List.of(), tombstones.get(user), "");
    }

    @Override
    public synchronized int delete(UserId user) throws IOException {
        fail();
        named.add(user);
        tombstones.put(user, System.currentTimeMillis());
        Map<String, Event> deleted = events.remove(user);
        return deleted == null ? 0 : deleted.size();
    }

    private static void sleep(long milliseconds) throws IOException {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }

    private void fail() throws IOException {
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
    }
}
