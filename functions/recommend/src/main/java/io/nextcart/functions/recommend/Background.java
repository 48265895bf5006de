package io.nextcart.functions.recommend;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/**
 * Runs one kind of work on daemon threads, twice at a time at most: once, and once more for when the first hangs or was cut off by
 * a pause of the Lambda.
 */
final class Background {
    private static final int WORKERS = 2;

    private final Semaphore free = new Semaphore(WORKERS);
    private final ExecutorService threads;

    Background(String name) {
        this.threads = Executors.newCachedThreadPool(daemons(name));
    }

    /**
     * Begins the work; false when all of it hangs already, and after the end.
     *
     * @param done opened when the work is over and more can begin
     */
    boolean begin(Runnable work, CountDownLatch done) {
        if (!free.tryAcquire()) {
            return false;
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    free.release();
                    done.countDown();
                }
            });
            return true;
        } catch (RejectedExecutionException e) {
            free.release();
            return false;
        }
    }

    /** Begins nothing more. */
    void end() {
        threads.shutdown();
    }

    /** Begins nothing more, and interrupts what runs. */
    void interrupt() {
        threads.shutdownNow();
    }

    static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
