package io.nextcart.training.als;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Splits rows into blocks of a fixed size, so that what a block computes never depends on the number of threads. */
final class Blocks implements AutoCloseable {
    static final int ROWS = 1024;

    /** Works on the rows [{@code from}, {@code to}). */
    interface Work {
        void on(int block, int from, int to);
    }

    private final ExecutorService threads;

    Blocks(int threadCount) {
        threads = Executors.newFixedThreadPool(threadCount, work -> {
            Thread thread = new Thread(work, "als");
            thread.setDaemon(true);
            return thread;
        });
    }

    static int count(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /** Runs the work on every block and waits for all of them. */
    void run(int rows, Work work) {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int block = 0; block < count(rows); block++) {
            int number = block;
            tasks.add(() -> {
                work.on(number, number * ROWS, Math.min(rows, (number + 1) * ROWS));
                return true;
            });
        }
        try {
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while fitting factors");
            cancelled.initCause(e);
            throw cancelled;
        } catch (ExecutionException e) {
            throw new IllegalStateException("fitting factors failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
