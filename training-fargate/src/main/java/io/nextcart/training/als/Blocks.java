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

    /** Where the blocks of so many rows start, and the number of rows. */
    static int[] of(int rows) {
        return of(IntStream.range(0, rows).toArray(), rows);
    }

    /**
     * Where the blocks start when only some rows are kept, and the number of those: a row stays in its block, so that
     * sums over a block do not depend on the rows that were zero.
     *
     * @param kept the numbers of these rows, ascending
     * @param rows number of all
     */
    static int[] of(int[] kept, int rows) {
        int[] starts = new int[(rows + ROWS - 1) / ROWS + 1];
        int place = 0;
        for (int block = 0; block < starts.length; block++) {
            while (place < kept.length && kept[place] / ROWS < block) {
                place++;
            }
            starts[block] = place;
        }
        return starts;
    }

    /** Runs the work on every block and waits for all of them. */
    void run(int[] starts, Work work) {
        // A parallel stream started inside a pool runs on that pool's threads.
        threads.submit(() -> IntStream.range(0, starts.length - 1)
                        .parallel()
                        .forEach(block -> work.on(block, starts[block], starts[block + 1])))
                .join();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
