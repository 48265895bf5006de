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
 * Holds the model in service and the challenger of a trial, and follows {@code models/current.json} by looks in the background, at
 * most once an interval. The constructor begins the first look and waits for it for a while only: a store that hangs must not hold
 * up a Lambda's start. A later look is begun by a request, which is answered from what serves; {@link #settle} then waits for the
 * look, so that it does not lie still with the process.
 *
 * <p>A version that cannot be opened is refused with a line in the log, and the previous one keeps serving; it is tried again
 * at the next look. When nothing serves yet, the challenger is taken instead, or the version before the refused one. While nothing
 * serves because the store has nothing or does not answer, it is asked every {@link #RETRY_INTERVAL}.
 *
 * <p>A challenger is loaded after the champion, which serves meanwhile. One that cannot be loaded is tried again at each look.
 * Thread-safe.
 */
public final class ServedModels implements AutoCloseable {
    /** How often the store is asked whether another version serves. */
    public static final Duration CHECK_INTERVAL = Duration.ofSeconds(60);

    /** How long a start waits for its models: of the ten seconds that Lambda allows, it leaves more than half. */
    public static final Duration FIRST_WAIT = Duration.ofSeconds(4);

    /** How soon the store is asked again while nothing serves. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    private final BundleLoader loader;
    private final Clock clock;
    private final long intervalMs;
    private final Duration firstWait;
    /** How long a look is waited for before it counts as hanging, and the next one need not wait for it. */
    private final Duration patience;

    private final Background background = new Background("models");
    private final AtomicBoolean challenging = new AtomicBoolean();
    private final AtomicLong lookedAtMs = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private volatile Look latest = new Look(new CountDownLatch(0), Background.Work.OVER);
    private volatile Serving serving = Serving.NOTHING;
    /** The number of the look that found what serves; guarded by this. */
    private long taken;

    /**
     * A look that was begun.
     *
     * @param champion opened when it is known what serves
     * @param work over when the challenger is loaded too
     */
    private record Look(CountDownLatch champion, Background.Work work) {
        boolean isHanging() {
            return champion.getCount() > 0 && work.isOverdue();
        }
    }

    /** Looks at {@code models/current.json} every {@link #CHECK_INTERVAL}, and waits {@link #FIRST_WAIT} for the models. */
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
        this.patience = firstWait.compareTo(checkInterval) < 0 ? firstWait : checkInterval;
        refresh();
    }

    /** The model to answer with; empty before the first publication. Never waits. */
    Optional<ServedModel> current() {
        Serving now = serving;
        boolean soon = now.model() == null && !now.refusing();
        long pauseMs = soon ? Math.min(intervalMs, RETRY_INTERVAL.toMillis()) : intervalMs;
        long nowMs = clock.millis();
        long lastMs = lookedAtMs.get();
        Background.Work work = latest.work;
        boolean free = work.isOver() || work.isOverdue();
        if (nowMs - lastMs >= pauseMs && free && lookedAtMs.compareAndSet(lastMs, nowMs)) {
            begin();
        }
        return Optional.ofNullable(serving.model());
    }

    /** The same, but while nothing serves and a look is under way, it is waited for: an answer without a model is worth nothing. */
    Optional<ServedModel> current(Deadline deadline) {
        Optional<ServedModel> now = current();
        Look look = latest;
        if (now.isEmpty() && look.work.await(look.champion, deadline)) {
            return Optional.ofNullable(serving.model());
        }
        return now;
    }

    /** The trial under way; call {@link #current} first. Never waits. */
    Serving.Trial trial() {
        return serving.trial();
    }

    /** The same, but a challenger that is being loaded is waited for, as by {@link #settle}. */
    Serving.Trial trial(Deadline deadline) {
        if (serving.lacksChallenger()) {
            settle(deadline);
        }
        return serving.trial();
    }

    /** Waits for the look that is under way, if any, until the deadline or until it counts as hanging. */
    void settle(Deadline deadline) {
        latest.work.settle(deadline);
    }

    /**
     * Looks now, and returns when the versions that should serve do, or have been refused, or when it takes too long. Never
     * throws.
     */
    public void refresh() {
        lookedAtMs.set(clock.millis());
        boolean unused = begin().work.await(Deadline.after(firstWait));
    }

    /** Whether the version that should serve could not be opened at the last look. */
    boolean isRefusing() {
        return serving.refusing();
    }

    /** Whether the store failed at the last look, or does not come to an end with it. */
    boolean isUnreachable() {
        return serving.unreachable() || latest.isHanging();
    }

    /** Stops looking. Requests may still be answered. */
    @Override
    public void close() {
        background.interrupt();
    }

    /** Begins a look, and returns it; the latest one when none can be begun. */
    private Look begin() {
        long number = looks.incrementAndGet();
        CountDownLatch champion = new CountDownLatch(1);
        Background.Work work = background.begin(
                () -> {
                    try {
                        take(number, Serving.look(loader, serving));
                    } finally {
                        champion.countDown(); // before the challenger: the champion answers meanwhile
                    }
                    challenge();
                },
                patience);
        if (work == null) {
            return latest; // all of them hang, or this is closed: the current one keeps serving
        }
        Look look = new Look(champion, work);
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
