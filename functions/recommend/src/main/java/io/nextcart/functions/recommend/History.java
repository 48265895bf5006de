package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.data.log.LogTimes;
import io.nextcart.engine.Interaction;
import io.nextcart.functions.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A shopper's events, read from the event store before a deadline. A store that fails or is too slow adds nothing: the
 * answer falls to the next level instead of failing. Waiting for a thread counts too, so deadlines must leave a busy
 * machine time to schedule a read. Thread-safe.
 */
final class History implements AutoCloseable {
    /** Limits on reads in progress and waiting reads: a hanging store must exhaust neither threads nor memory. */
    private static final int READERS = 32;

    private static final int MAX_WAITING = 1024;
    private static final long LOG_INTERVAL_MS = 5_000;

    private final EventStore store;
    private final Clock clock;
    private final Duration reach;
    private final ThreadPoolExecutor readers;
    private final AtomicLong loggedAtMs = new AtomicLong(-LOG_INTERVAL_MS);

    /**
     * @param clock wall time; a monotonic clock would restart on the machine that restores a snapshot
     * @param reach maximum age of an event
     */
    History(EventStore store, Clock clock, Duration reach) {
        this.store = requireNonNull(store, "store is null");
        this.clock = requireNonNull(clock, "clock is null");
        this.reach = requireNonNull(reach, "reach is null");
        this.readers = new ThreadPoolExecutor(
                READERS,
                READERS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Background.daemons("history"));
        readers.allowCoreThreadTimeOut(true);
    }

    /**
     * The last events, oldest first, without those that are too old or have an impossible time; empty when the store
     * does not respond before the deadline.
     *
     * @param limit 1 to {@link EventStore#MAX_READ}
     */
    Optional<List<Interaction>> last(String userId, int limit, Deadline deadline) {
        UserId user = new UserId(userId);
        Future<List<Event>> answer = null;
        try {
            answer = readers.submit(() -> store.lastInBrief(user, limit));
            List<Interaction> interactions = new ArrayList<>();
            long nowMs = clock.millis();
            for (Event event : answer.get(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
                if (event.timestampMs() >= nowMs - reach.toMillis() && !LogTimes.isAhead(event.timestampMs(), nowMs)) {
                    interactions.add(new Interaction(event.itemId().value(), event.type(), event.timestampMs()));
                }
            }
            return Optional.of(interactions);
        } catch (ExecutionException | RejectedExecutionException e) {
            log("the event store failed; answering without history", e);
        } catch (TimeoutException e) {
            log("the event store is too slow; answering without history", null); // expected under load: no trace
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answer != null) {
            // Without an interrupt, which would close the file of a store that reads through a channel.
            answer.cancel(false);
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        readers.shutdown();
    }

    private void log(String message, @Nullable Exception cause) {
        long nowMs = clock.millis();
        long lastMs = loggedAtMs.get();
        // When the store is down every request fails; one line says as much as a thousand.
        boolean isEarly = nowMs >= lastMs && nowMs < lastMs + LOG_INTERVAL_MS;
        if (isEarly || !loggedAtMs.compareAndSet(lastMs, nowMs)) {
            return;
        }
        System.getLogger(History.class.getName()).log(System.Logger.Level.WARNING, message, cause);
    }
}
