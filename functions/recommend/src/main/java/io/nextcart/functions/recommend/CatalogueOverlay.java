package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.log.CatalogueItem;
import io.nextcart.engine.filter.Overlay;
import io.nextcart.engine.filter.Rules;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.engine.table.Tables;
import io.nextcart.functions.store.CatalogueStore;
import io.nextcart.functions.store.RuleStore;
import io.nextcart.store.document.Manifest;
import io.nextcart.store.document.Rule;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds what the shop says of its items: what the bundle in service says, and what changed since then, which is read with the first
 * request to a model, and then followed in the background. Without a catalogue in the bundle all of the shop's is read. A request starts
 * a read when the last one is an interval ago. While what is held is older than {@link #LONGEST_AGE}, as after a pause of the Lambda,
 * requests wait for the read. {@link #settle} waits for a read once the answer is made, so that it does not lie still with the process.
 * The shop's merchandising rules are read and followed with it. A
 * store that fails leaves a line in the log, and what was held stays. Thread-safe.
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

    /**
     * The streams of a table's parts do not arrive at the archive side by side: what was said so long before the newest line in it may
     * not have been in it yet.
     */
    private static final Duration STREAMS_DIFFER = Duration.ofHours(1);

    /** What was said so long before a bundle was made is in its archive or never will be: a stream keeps it for a day, and a training takes its time. */
    private static final Duration LONGEST_WAY = Duration.ofHours(25);

    private final CatalogueStore store;
    private final ShopRules rules;
    private final Clock clock;
    private final long intervalMs;
    private final AtomicLong nextReadMs;
    private final Background background = new Background("catalogue");
    /** What was said of each item since the bundle, with what the bundle says of it; changed under this. */
    private final Map<String, CatalogueItem> held = new ConcurrentHashMap<>();
    /** The newest catalogue of a bundle that was met; written under this. */
    private volatile Start start = new Start(null, -1, 0);
    /** When the last read that succeeded began, or −1; written under this. */
    private volatile long readAtMs = -1;
    /** When the last read of the rules that succeeded began, or −1. */
    private volatile long rulesReadAtMs = -1;
    /** When the last read of the rules that has ended began, whether or not it succeeded, or −1. */
    private volatile long rulesTriedAtMs = -1;
    /** All that is held, for the tables that were asked for last: two of them during a trial; written under this. */
    private volatile List<Compiled> compiled = List.of();

    private volatile Background.Work reading = Background.Work.OVER;

    /**
     * Where the reading starts.
     *
     * @param table null for nothing
     * @param madeAtMs when its bundle was made
     * @param sinceMs what was said before is in it
     */
    private record Start(@Nullable CatalogueTable table, long madeAtMs, long sinceMs) {
        static Start of(CatalogueTable table, long madeAtMs) {
            if (table.newestMs() == 0) {
                return new Start(table, madeAtMs, 0); // all of it is of feeds: nobody knows what the shop said
            }
            long newestMs = madeAtMs > 0 ? Math.min(table.newestMs(), madeAtMs) : table.newestMs();
            return new Start(
                    table,
                    madeAtMs,
                    Math.max(0, Math.max(newestMs - STREAMS_DIFFER.toMillis(), madeAtMs - LONGEST_WAY.toMillis())));
        }

        @Nullable
        CatalogueItem said(String itemId) {
            return table == null ? null : table.said(itemId);
        }

        CatalogueItem with(CatalogueItem now) {
            return table == null ? now : table.with(now);
        }
    }

    private record Compiled(Tables tables, Overlay.Base base, Overlay overlay) {
        /** Whether it is for these tables. Of a record's own equality the first use costs 10 ms. */
        boolean isOf(Tables others) {
            return tables.items().equals(others.items());
        }
    }

    /**
     * Reads nothing before the first request.
     *
     * @param interval how often the catalogue is asked what changed, such as {@link #INTERVAL}
     */
    public CatalogueOverlay(CatalogueStore store, RuleStore rules, Clock clock, Duration interval) {
        this.store = requireNonNull(store, "store is null");
        this.rules = new ShopRules(rules);
        this.clock = requireNonNull(clock, "clock is null");
        this.intervalMs = interval.toMillis();
        this.nextReadMs = new AtomicLong();
    }

    /**
     * What is said now of the items of a model, with the merchandising rules for a list.
     *
     * @param placement of the list, or null
     * @param deadline of the request
     */
    Overlay over(ServedModel model, @Nullable String placement, Deadline deadline) {
        follow(model);
        Tables tables = model.recommender().tables();
        Overlay overlay = over(tables, deadline);
        return rules.with(overlay, tables, placement, clock.millis());
    }

    /** The same with other rules than the shop's, those of them that apply now. */
    Overlay over(ServedModel model, List<Rule> rules, @Nullable String placement, Deadline deadline) {
        follow(model);
        Tables tables = model.recommender().tables();
        Overlay overlay = over(tables, deadline);
        return overlay.with(Rules.of(tables, overlay, Rule.applying(rules, placement, clock.millis())));
    }

    /** Takes the catalogue of a model's bundle, unless one that was made later is known. */
    void follow(ServedModel model) {
        CatalogueTable table = model.catalogue();
        if (table == null || table.equals(start.table)) {
            return; // as at nearly every request
        }
        long madeAtMs = Manifest.madeAtMs(model.version());
        if (madeAtMs > start.madeAtMs) {
            take(Start.of(table, madeAtMs));
        }
    }

    private synchronized void take(Start later) {
        if (later.madeAtMs > start.madeAtMs) {
            start = later;
            held.replaceAll((id, item) -> later.with(item));
            compiled = List.of();
        }
    }

    /** The same for tables whose bundle has no catalogue. */
    Overlay over(Tables tables, Deadline deadline) {
        long nowMs = clock.millis();
        long due = nextReadMs.get();
        if (nowMs >= due && nextReadMs.compareAndSet(due, nowMs + intervalMs)) {
            readInBackground();
        }
        if (isOld(readAtMs) || isOld(rulesTriedAtMs)) {
            boolean unused = reading.awaitPatiently(deadline);
        }
        Compiled ready = among(compiled, tables);
        return ready != null ? ready.overlay : compile(tables);
    }

    /** What was said of an item, as far as it was read; null for nothing. Never waits. */
    @Nullable
    CatalogueItem said(String itemId) {
        CatalogueItem known = held.get(itemId);
        return known == null ? start.said(itemId) : known;
    }

    /** What was said since the bundle, as far as it was read, each item with what the bundle says of it. Never waits. */
    Collection<CatalogueItem> changed() {
        return held.values();
    }

    /** Whether what was said lately, or the latest rules, may be missing: not read for longer than {@link #LONGEST_AGE}. */
    boolean isStale() {
        return isOld(readAtMs) || isOld(rulesReadAtMs);
    }

    private boolean isOld(long readMs) {
        return readMs < 0 || clock.millis() - readMs > LONGEST_AGE.toMillis();
    }

    /** Begins to read what changed, whether or not it is time; nothing before the first request, since no model is there to start from. */
    void refresh() {
        if (nextReadMs.get() > 0) {
            nextReadMs.set(clock.millis() + intervalMs);
            readInBackground();
        }
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
        long beganMs = clock.millis();
        attempt("the catalogue does not respond; what is known of items stays", () -> {
            long lastMs = readAtMs;
            take(store.changedSince(Math.max(start.sinceMs, lastMs - OVERLAP_MS)), beganMs);
        });
        attempt("the rules do not respond; those that are known stay", () -> {
            rules.read();
            rulesReadAtMs = beganMs;
        });
        rulesTriedAtMs = beganMs;
    }

    private interface Read {
        void run() throws IOException;
    }

    private static void attempt(String fault, Read read) {
        try {
            read.run();
        } catch (IOException | RuntimeException e) {
            System.getLogger(CatalogueOverlay.class.getName()).log(System.Logger.Level.WARNING, fault, e);
        }
    }

    private synchronized void take(List<CatalogueItem> changed, long beganMs) {
        boolean isNew = false;
        for (CatalogueItem item : changed) {
            CatalogueItem now = start.with(item);
            CatalogueItem before = said(item.itemId().value());
            // A read that was overtaken, or a replica that lags behind, must not bring back what was.
            if (before == null
                    || now.updatedAtMs() > before.updatedAtMs()
                    || (now.updatedAtMs() == before.updatedAtMs() && !now.saysWhat(before))) {
                held.put(item.itemId().value(), now);
                isNew = true;
            }
        }
        if (isNew) {
            // Here, so that no request waits for it.
            compiled = compiled.stream()
                    .map(before -> compileFor(before.tables, before.base))
                    .toList();
        }
        readAtMs = Math.max(readAtMs, beganMs);
    }

    private synchronized Overlay compile(Tables tables) {
        List<Compiled> before = compiled;
        Compiled now = among(before, tables);
        if (now == null) {
            now = compileFor(tables, Overlay.Base.of(tables, start.table));
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

    private Compiled compileFor(Tables tables, Overlay.Base base) {
        return new Compiled(tables, base, Overlay.of(tables, base, held.values()));
    }
}
