package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.bundle.BundleLoader;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Holds the model in service and follows {@code models/current.json} by looks in the background, at most once an interval, so
 * that no request waits for one while anything serves. The constructor begins the first look and waits for it for a while
 * only: a store that hangs must not hold up a Lambda's start.
 *
 * <p>A version that cannot be opened is refused with a line in the log, and what served before serves on; it is tried again
 * at the next look. When nothing serves yet, the version before the refused one is taken. While nothing serves because the
 * store has nothing or does not answer, it is asked every {@link #RETRY_INTERVAL}.
 *
 * <p>A challenger is loaded after the champion, which serves meanwhile. One that cannot be loaded is tried again at each look.
 * Thread-safe.
 */
public final class ServedModels implements AutoCloseable {
    /** How often the store is asked whether another version serves. */
    public static final Duration CHECK_INTERVAL = Duration.ofSeconds(60);

    /** How long a start waits for the first model: of the ten seconds that Lambda allows, it leaves more than half. */
    public static final Duration FIRST_WAIT = Duration.ofSeconds(4);

    /** How soon the store is asked again while nothing serves. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    /** After this, the next look no longer waits for the one that is under way. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);

    private final BundleLoader loader;
    private final Clock clock;
    private final long intervalMs;
    private final Duration firstWait;
    private final Background background = new Background("models");
    private final AtomicBoolean challenging = new AtomicBoolean();
    private final AtomicLong lookedAtMs = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private volatile Look latest = new Look(0, new CountDownLatch(0), System.nanoTime());
    private volatile Serving serving = Serving.NOTHING;
    /** The number of the look that found what serves; guarded by this. */
    private long taken;

    private record Look(long number, CountDownLatch done, long beganNanos) {
        boolean isUnderWayFor(Duration time) {
            return done.getCount() > 0 && System.nanoTime() - beganNanos >= time.toNanos();
        }
    }

    /** Looks at {@code models/current.json} every {@link #CHECK_INTERVAL}, and waits {@link #FIRST_WAIT} for the first model. */
    public ServedModels(BundleLoader loader, Clock clock) {
        this(loader, clock, CHECK_INTERVAL, FIRST_WAIT);
    }

    /**
     * Returns when the first look is done, or after {@code firstWait}; the look goes on.
     *
     * @param firstWait also how long {@link #refresh} waits
     */
    public ServedModels(BundleLoader loader, Clock clock, Duration checkInterval, Duration firstWait) {
        this.loader = requireNonNull(loader, "loader is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.intervalMs = checkInterval.toMillis();
        this.firstWait = requireNonNull(firstWait, "firstWait is null");
        refresh();
    }

    /** The model to answer with; empty before the first publication. Never waits. */
    Optional<ServedModel> current() {
        Serving now = serving;
        boolean soon = now.model() == null && !now.refusing();
        long pauseMs = soon ? Math.min(intervalMs, RETRY_INTERVAL.toMillis()) : intervalMs;
        long nowMs = clock.millis();
        long lastMs = lookedAtMs.get();
        Look look = latest;
        boolean free = look.done.getCount() == 0 || look.isUnderWayFor(LONGEST_LOOK);
        if (nowMs - lastMs >= pauseMs && free && lookedAtMs.compareAndSet(lastMs, nowMs)) {
            begin();
        }
        return Optional.ofNullable(serving.model());
    }

    /**
     * The same, but while nothing serves and a look is under way, it is waited for: an answer without a model is worth
     * nothing, and between requests Lambda stops the process, and the look with it.
     */
    Optional<ServedModel> current(Deadline deadline) {
        Optional<ServedModel> now = current();
        if (now.isEmpty() && deadline.await(latest.done)) {
            return Optional.ofNullable(serving.model());
        }
        return now;
    }

    /** The trial under way; call {@link #current} first. Never waits. */
    Serving.Trial trial() {
        return serving.trial();
    }

    /** Looks now, and returns when the version that should serve does, or has been refused, or when it takes too long. Never throws. */
    public void refresh() {
        lookedAtMs.set(clock.millis());
        boolean unused = Deadline.after(firstWait).await(begin().done);
    }

    /** Whether the version that should serve could not be opened at the last look. */
    boolean isRefusing() {
        return serving.refusing();
    }

    /** Whether the store failed at the last look, or does not come to an end with it. */
    boolean isUnreachable() {
        Duration late = Duration.ofMillis(Math.min(intervalMs, firstWait.toMillis()));
        return serving.unreachable() || latest.isUnderWayFor(late);
    }

    /** Stops looking. Requests may still be answered. */
    @Override
    public void close() {
        background.interrupt();
    }

    /** Begins a look, and returns it; the latest one when none can be begun. */
    private Look begin() {
        Look look = new Look(looks.incrementAndGet(), new CountDownLatch(1), System.nanoTime());
        boolean begun = background.begin(
                () -> {
                    take(look.number, Serving.look(loader, serving));
                    look.done.countDown(); // before the challenger: nobody waits for it
                    challenge();
                },
                look.done);
        if (!begun) {
            return latest; // all of them hang, or this is closed: what serves serves on
        }
        latest = look;
        return look;
    }

    private void challenge() {
        Serving now = serving;
        if (now.lacksChallenger() && challenging.compareAndSet(false, true)) {
            try {
                ServedModel challenger = Serving.challenger(loader, now);
                if (challenger != null) {
                    take(challenger);
                }
            } finally {
                challenging.set(false);
            }
        }
    }

    private synchronized void take(ServedModel challenger) {
        serving = serving.with(challenger);
    }

    /** A look that was overtaken by a later one must not bring back what was. */
    private synchronized void take(long number, Serving found) {
        if (number > taken) {
            taken = number;
            serving = found.over(serving);
        }
    }
}
