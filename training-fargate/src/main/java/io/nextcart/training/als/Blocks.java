package io.nextcart.training.als;

import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/** Splits rows into blocks of a fixed size, so that the result of a block never depends on the number of threads. */
final class Blocks implements AutoCloseable {
    private static final int ROWS = 1024;

    /** Works on the rows [{@code from}, {@code to}). */
    interface Work {
        void on(int block, int from, int to);
    }

    private final ForkJoinPool threads;

    Blocks(int threadCount) {
        threads = new ForkJoinPool(threadCount);
    }

    static int count(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /** Runs the work on every block and waits for all of them. */
    void run(int rows, Work work) {
        // A parallel stream started inside a pool runs on that pool's threads.
        threads.submit(() -> IntStream.range(0, count(rows))
                        .parallel()
                        .forEach(block -> work.on(block, block * ROWS, Math.min(rows, (block + 1) * ROWS))))
                .join();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
