package io.nextcart.functions.recommend;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs one kind of work on daemon threads, at most two at a time: one, and another for when the first hangs. Between
 * requests Lambda freezes the process and all work in it, so a request waits for work in progress: {@link Work}.
 */
final class Background {
    private static final int WORKERS = 2;

    private final Semaphore free = new Semaphore(WORKERS);
    private final ExecutorService threads;

    Background(String name) {
        this.threads = Executors.newCachedThreadPool(daemons(name));
    }

    /**
     * Work that was begun. Its duration is the time that requests waited for it, never the time between requests, when
     * a clock stands still or jumps. Thread-safe.
     */
    static final class Work {
        /** Work that is over. */
        static final Work OVER = new Work(Duration.ZERO);

        static {
            OVER.done.countDown();
        }

        private final CountDownLatch done = new CountDownLatch(1);
        /** Guarded by this, as are the next two. */
        private long patienceNanos;

        private int waiting;
        private long waitingSinceNanos;

        private Work(Duration patience) {
            this.patienceNanos = patience.toNanos();
        }

        boolean isOver() {
            return done.getCount() == 0;
        }

        /** Whether it is still not over although requests waited for the whole patience. */
        boolean isOverdue() {
            return !isOver() && leftNanos() <= 0;
        }

        /** Waits until the deadline for a part of the work; returns whether it is done. */
        boolean await(CountDownLatch part, Deadline deadline) {
            change(1);
            try {
                return deadline.await(part);
            } finally {
                change(-1);
            }
        }

        /** Waits until the deadline for all of it; returns whether it is over. */
        boolean await(Deadline deadline) {
            return await(done, deadline);
        }

        /** The same, but no longer than the remaining patience. */
        boolean awaitPatiently(Deadline deadline) {
            return isOver() || await(done, deadline.orEarlier(Deadline.after(Duration.ofNanos(leftNanos()))));
        }

        /** The same, unless a request waits already: one is enough to keep the process awake. */
        void settle(Deadline deadline) {
            if (!isWaitedFor()) {
                boolean unused = awaitPatiently(deadline);
            }
        }

        private synchronized boolean isWaitedFor() {
            return waiting > 0;
        }

        private synchronized long leftNanos() {
            return waiting == 0 ? patienceNanos : patienceNanos - (System.nanoTime() - waitingSinceNanos);
        }

        /** Counts the time during which at least one request waits. */
        private synchronized void change(int by) {
            patienceNanos = leftNanos();
            waiting += by;
            waitingSinceNanos = System.nanoTime();
        }
    }

    /**
     * Begins work.
     *
     * @param patience total waiting time after which it counts as hanging
     * @return null when both threads hang, and after the end
     */
    @Nullable
    Work begin(Runnable run, Duration patience) {
        if (!free.tryAcquire()) {
            return null;
        }
        Work work = new Work(patience);
        try {
            threads.execute(() -> {
                try {
                    run.run();
                } finally {
                    free.release();
                    work.done.countDown();
                }
            });
            return work;
        } catch (RejectedExecutionException e) {
            free.release();
            return null;
        }
    }

    /** Begins no more work. */
    void end() {
        threads.shutdown();
    }

    /** Begins no more work, interrupts work in progress and waits for its end; returns whether it is over. */
    boolean interrupt(Duration patience) {
        threads.shutdownNow();
        try {
            return threads.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
