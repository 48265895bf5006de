package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;
import io.nextcart.data.UserId;
import io.nextcart.engine.Interaction;
import io.nextcart.functions.store.EventStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a shopper did, read from the event store within a budget of time. A store that fails or is too slow has nothing to
 * tell: the answer falls to the next level instead of failing. Thread-safe.
 */
final class History implements AutoCloseable {
    /** Reads in flight, and reads that wait; a store that hangs must eat neither all threads nor all memory. */
    private static final int READERS = 32;

    private static final int MAX_WAITING = 1024;
    /** A question waits this many budgets at most for a read that had no time of its own. */
    private static final int MAX_BUDGETS = 4;

    private static final long LOG_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventStore store;
    private final long budgetNanos;
    private final ThreadPoolExecutor readers;
    private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());

    History(EventStore store, Duration budget) {
        this.store = requireNonNull(store, "store is null");
        this.budgetNanos = budget.toNanos();
        this.readers = new ThreadPoolExecutor(
                READERS, READERS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "history");
                    thread.setDaemon(true);
                    return thread;
                });
        readers.allowCoreThreadTimeOut(true);
    }

    /** One read, and when it began. */
    private final class Read implements Callable<List<Event>> {
        private final UserId user;
        private final int limit;
        private volatile long startedNanos;
        private volatile boolean started;

        Read(UserId user, int limit) {
            this.user = user;
            this.limit = limit;
        }

        @Override
        public List<Event> call() throws IOException {
            startedNanos = System.nanoTime();
            started = true;
            return store.last(user, limit);
        }

        boolean hadItsTime() {
            return started && System.nanoTime() - startedNanos > budgetNanos / 2;
        }
    }

    /**
     * The last events, oldest first.
     *
     * @param limit 1 to {@link EventStore#MAX_READ}
     */
    List<Interaction> last(String userId, int limit) {
        Read read = new Read(new UserId(userId), limit);
        Future<List<Event>> answer = null;
        try {
            answer = readers.submit(read);
            List<Interaction> interactions = new ArrayList<>();
            for (Event event : await(read, answer)) {
                interactions.add(new Interaction(event.itemId().value(), event.type(), event.timestampMs()));
            }
            return interactions;
        } catch (ExecutionException | RejectedExecutionException e) {
            log("the event store failed; answering without history", e);
        } catch (TimeoutException e) {
            log("the event store is too slow; answering without history", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (answer != null) {
            answer.cancel(true);
        }
        return List.of();
    }

    private List<Event> await(Read read, Future<List<Event>> answer)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return answer.get(budgetNanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (read.hadItsTime()) {
                throw e;
            }
            // It waited for a thread: this machine is busy, which says nothing about the store.
            return answer.get((MAX_BUDGETS - 1) * budgetNanos, TimeUnit.NANOSECONDS);
        }
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
