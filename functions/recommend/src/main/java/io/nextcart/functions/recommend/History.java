package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.engine.Interaction;
import io.nextcart.functions.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a shopper did, read from the event store within a budget of time. A store that fails or is too slow has nothing to
 * tell: the answer falls to the next level instead of failing. Thread-safe.
 */
final class History implements AutoCloseable {
    /** Reads in flight; a store that hangs must not eat all threads. */
    private static final int MAX_READS = 64;

    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventStore store;
    private final Duration budget;
    private final ThreadPoolExecutor readers;
    private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

    History(EventStore store, Duration budget) {
        this.store = requireNonNull(store, "store is null");
        this.budget = requireNonNull(budget, "budget is null");
        this.readers = new ThreadPoolExecutor(0, MAX_READS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "history");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * The last events, oldest first.
     *
     * @param limit 1 to {@link EventStore#MAX_READ}
     */
    List<Interaction> last(String userId, int limit) {
        UserId user = new UserId(userId);
        Future<List<Event>> read = null;
        try {
            read = readers.submit(() -> store.last(user, limit));
            List<Event> events = read.get(budget.toMillis(), TimeUnit.MILLISECONDS);
            List<Interaction> interactions = new ArrayList<>(events.size());
            for (Event event : events) {
                interactions.add(new Interaction(event.itemId().value(), event.type(), event.timestampMs()));
            }
            return interactions;
        } catch (ExecutionException | RejectedExecutionException e) {
            log("the event store failed; answering without history", e);
        } catch (TimeoutException e) {
            read.cancel(true);
            log("the event store took longer than " + budget + "; answering without history", e);
        } catch (InterruptedException e) {
            read.cancel(true);
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }

    private void log(String message, Exception cause) {
        long now = System.nanoTime();
        long next = nextLogNanos.get();
        // Every question meets a store that is down; one line tells it as well as a thousand.
        if (now - next < 0 || !nextLogNanos.compareAndSet(next, now + LOG_INTERVAL_NANOS)) {
            return;
        }
        System.getLogger(History.class.getName()).log(System.Logger.Level.WARNING, message, cause);
    }
}
