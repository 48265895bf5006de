package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.store.CatalogueStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the shop says of its items, and follows the catalogue: all of it is read once at the start, then what changed,
 * in the background. A request starts a read when the last one is an interval ago. While what is held is older than {@link
 * #LONGEST_AGE}, as after a pause of the Lambda, requests wait for the read. {@link #settle} waits for a read once the answer is made, so that it does not lie still with the process.
 * A catalogue that fails leaves a line in the log, and what was held stays. Thread-safe.
 */
public final class CatalogueOverlay implements AutoCloseable {
    /** How often the catalogue is asked what changed. */
    public static final Duration INTERVAL = Duration.ofSeconds(20);

    /** What is held is no older than this where the catalogue answers. */
    static final Duration LONGEST_AGE = Duration.ofSeconds(45);

    /** How long a read is waited for, in all, before it counts as hanging. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** The reads overlap: changes appear late, and the clocks of their senders differ. */
    private static final long OVERLAP_MS = 60_000;

    private final CatalogueStore store;
    private final Clock clock;
    private final long intervalMs;
    private final AtomicLong nextReadMs;
    private final Background background = new Background("catalogue");
    /** What was said of each item; changed under this. */
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    /** When the last read that succeeded began, or −1; written under this. */
    private volatile long readAtMs = -1;
    /** All that is held, for the tables that were asked for last: two of them during a trial; written under this. */
    private volatile List<Compiled> compiled = List.of();

    private volatile Background.Work reading = Background.Work.OVER;

    private record Held(Overlay.Change change, CatalogueItem item) {
        static Held of(CatalogueItem item) {
            return new Held(Overlay.Change.of(item), item);
        }

        long updatedAtMs() {
            return item.updatedAtMs();
        }
    }

    private record Compiled(Tables tables, Overlay overlay) {
        /** Whether it is for these tables. Of a record's own equality the first use costs 10 ms. */
        boolean isOf(Tables others) {
            return tables.items().equals(others.items());
        }
    }

    /**
     * Begins to read all that was said.
     *
     * @param interval how often the catalogue is asked what changed, such as {@link #INTERVAL}
     */
    public CatalogueOverlay(CatalogueStore store, Clock clock, Duration interval) {
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.intervalMs = interval.toMillis();
        this.nextReadMs = new AtomicLong();
        refresh();
    }

    /**
     * What is said now of the items of these tables.
     *
     * @param deadline of the request
     */
    Overlay over(Tables tables, Deadline deadline) {
        long nowMs = clock.millis();
        long due = nextReadMs.get();
        if (nowMs >= due && nextReadMs.compareAndSet(due, nowMs + intervalMs)) {
            readInBackground();
        }
        if (isStale()) {
            boolean unused = reading.awaitPatiently(deadline);
        }
        Compiled ready = among(compiled, tables);
        return ready != null ? ready.overlay : compile(tables);
    }

    /** What was said of an item, as far as it was read; null for nothing. Never waits. */
    @Nullable
    CatalogueItem said(String itemId) {
        Held known = held.get(itemId);
        return known == null ? null : known.item;
    }

    /** Whether what was said lately may be missing: nothing was read for longer than {@link #LONGEST_AGE}. */
    boolean isStale() {
        return readAtMs < 0 || clock.millis() - readAtMs > LONGEST_AGE.toMillis();
    }

    /** Begins to read what changed, whether or not it is time. */
    void refresh() {
        nextReadMs.set(clock.millis() + intervalMs);
        readInBackground();
    }

    /** Waits for the read that is under way, if any, until the deadline or until it counts as hanging. */
    void settle(Deadline deadline) {
        reading.settle(deadline);
    }

    /** Stops reading. Requests may still be answered. */
    @Override
    public void close() {
        background.end(); // no interrupt: that would close the file of a store that reads through a channel
    }

    private void readInBackground() {
        Background.Work begun = background.begin(this::read, PATIENCE);
        if (begun != null) {
            reading = begun;
        }
    }

    private void read() {
        try {
            long beganMs = clock.millis();
            long lastMs = readAtMs;
            take(store.changedSince(lastMs < 0 ? 0 : Math.max(0, lastMs - OVERLAP_MS)), beganMs);
        } catch (IOException | RuntimeException e) {
            System.getLogger(CatalogueOverlay.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "the catalogue does not respond; what is known of items stays",
                            e);
        }
    }

    private synchronized void take(List<CatalogueItem> changed, long beganMs) {
        boolean isNew = false;
        for (CatalogueItem item : changed) {
            Held now = Held.of(item);
            Held before = held.get(now.change.itemId());
            // A read that was overtaken, or a replica that lags behind, must not bring back what was.
            if (before == null || (now.updatedAtMs() >= before.updatedAtMs() && !now.equals(before))) {
                held.put(now.change.itemId(), now);
                isNew = true;
            }
        }
        if (isNew) {
            // Here, so that no request waits for it.
            compiled =
                    compiled.stream().map(before -> compileFor(before.tables)).toList();
        }
        readAtMs = Math.max(readAtMs, beganMs);
    }

    private synchronized Overlay compile(Tables tables) {
        List<Compiled> before = compiled;
        Compiled now = among(before, tables);
        if (now == null) {
            now = compileFor(tables);
            compiled = before.isEmpty() ? List.of(now) : List.of(now, before.get(0));
        }
        return now.overlay;
    }

    private static @Nullable Compiled among(List<Compiled> all, Tables tables) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).isOf(tables)) {
                return all.get(i);
            }
        }
        return null;
    }

    private Compiled compileFor(Tables tables) {
        List<Overlay.Change> changes = held.values().stream().map(Held::change).toList();
        return new Compiled(tables, Overlay.of(tables, changes));
    }
}
