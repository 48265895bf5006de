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
 * Holds the champion and the challenger of a trial, and follows {@code models/current.json} by looks in the background,
 * at most one per interval. The constructor starts the first look and waits for it only a limited time: a store that
 * hangs must not block a Lambda's start. A request starts later looks and is answered by the model that serves;
 * {@link #settle} then waits for the look, so that it is not frozen with the process.
 *
 * <p>A version that cannot be opened is logged once and refused, and the previous one keeps serving; the next look tries
 * it again. When nothing serves yet, the challenger or the previous version replaces a refused champion. While nothing
 * serves because the store is empty or does not respond, a look starts every {@link #RETRY_INTERVAL}.
 *
 * <p>A challenger is loaded after the champion, which serves meanwhile; each look retries one that could not be loaded.
 * Thread-safe.
 */
public final class ServedModels implements AutoCloseable {
    /** How often to look for another version. */
    public static final Duration CHECK_INTERVAL = Duration.ofSeconds(60);

    /** How long a start waits for its models: less than half of the ten seconds that Lambda allows. */
    public static final Duration FIRST_WAIT = Duration.ofSeconds(4);

    /** How long {@link #close} waits for looks in progress. */
    static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    /** How often to look while nothing serves. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    private final BundleLoader loader;
    private final Clock clock;
    private final long intervalMs;
    private final Duration firstWait;
    /** How long to wait for a look before it counts as hanging and no longer blocks the next. */
    private final Duration patience;

    private final Background background = new Background("models");
    private final Serving.Log log = new Serving.Log();
    private final AtomicBoolean challenging = new AtomicBoolean();
    private final AtomicLong lookedAtMs = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private volatile Look latest = new Look(new CountDownLatch(0), Background.Work.OVER);
    private volatile Serving serving = Serving.NOTHING;
    /** The number of the look that found what serves; guarded by this. */
    private long taken;

    /**
     * A look in progress.
     *
     * @param champion opened when the serving version is known
     * @param work done when the challenger is loaded too
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
     * Returns when the first look is done, or after {@code firstWait}; the look then continues.
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

    /**
     * Like {@link #current()}, but waits for a look in progress while nothing serves: an answer without a model is
     * worth nothing.
     */
    Optional<ServedModel> current(Deadline deadline) {
        Optional<ServedModel> now = current();
        Look look = latest;
        if (now.isEmpty() && look.work.await(look.champion, deadline)) {
            return Optional.ofNullable(serving.model());
        }
        return now;
    }

    /** The current trial; call {@link #current()} first. Never waits. */
    Serving.Trial trial() {
        return serving.trial();
    }

    /** Like {@link #trial()}, but waits for a challenger that is being loaded, as {@link #settle} does. */
    Serving.Trial trial(Deadline deadline) {
        if (serving.lacksChallenger()) {
            settle(deadline);
        }
        return serving.trial();
    }

    /** Waits for the look in progress, if any, until the deadline or until it counts as hanging. */
    void settle(Deadline deadline) {
        latest.work.settle(deadline);
    }

    /**
     * Looks now, and returns when the versions that should serve do or were refused, or after a limit. Never throws.
     */
    public void refresh() {
        lookedAtMs.set(clock.millis());
        boolean unused = begin().work.await(Deadline.after(firstWait));
    }

    /** Whether the version that should serve could not be opened at the last look. */
    boolean isRefusing() {
        return serving.refusing();
    }

    /** Whether the last look failed at the store, or hangs. */
    boolean isUnreachable() {
        return serving.unreachable() || latest.isHanging();
    }

    /**
     * Stops looking. Requests can still be answered. Interrupts a look in progress and waits for its end, after which
     * nothing of it touches a file, but no longer than {@link #LONGEST_CLOSE}.
     */
    @Override
    public void close() {
        if (!background.interrupt(LONGEST_CLOSE)) {
            System.getLogger(ServedModels.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "a look at the models still runs " + LONGEST_CLOSE.toSeconds()
                                    + " s after its interruption");
        }
    }

    /** Starts a look and returns it; the latest one when none can be started. */
    private Look begin() {
        long number = looks.incrementAndGet();
        CountDownLatch champion = new CountDownLatch(1);
        Background.Work work = background.begin(
                () -> {
                    try {
                        take(number, Serving.look(loader, serving, log));
                    } finally {
                        champion.countDown(); // before the challenger is loaded: the champion answers meanwhile
                    }
                    challenge();
                },
                patience);
        if (work == null) {
            return latest; // all hang, or this is closed: the current versions keep serving
        }
        Look look = new Look(champion, work);
        latest = look;
        return look;
    }

    private void challenge() {
        Serving now = serving;
        if (now.lacksChallenger() && challenging.compareAndSet(false, true)) {
            try {
                ServedModel challenger = Serving.challenger(loader, now, log);
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

    /** A look overtaken by a later one must not restore an old state. */
    private synchronized void take(long number, Serving found) {
        if (number > taken) {
            boolean wasWrong = serving.refusing() || serving.unreachable();
            taken = number;
            serving = found.over(serving);
            if (wasWrong && !serving.refusing() && !serving.unreachable()) {
                log.forget();
            }
        }
    }
}
