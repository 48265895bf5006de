package io.nextcart.local.demo;

import io.nextcart.data.Progress;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs many shoppers at once. */
final class Parallel {
    private static final int PROGRESS_EVERY = 20;

    private Parallel() {}

    interface Act {
        void of(int number) throws IOException;
    }

    /**
     * Runs {@code act} for 0 to {@code count − 1}.
     *
     * @throws IOException the first that an act throws; the others are cancelled
     */
    static void run(int count, int threads, String stage, String unit, Progress progress, Act act) throws IOException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            ExecutorCompletionService<Integer> done = new ExecutorCompletionService<>(executor);
            for (int i = 0; i < count; i++) {
                int number = i;
                done.submit(() -> {
                    act.of(number);
                    return number;
                });
            }
            for (int finished = 1; finished <= count; finished++) {
                done.take().get();
                if (finished % PROGRESS_EVERY == 0 || finished == count) {
                    progress.report(stage, finished, count, unit);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + stage);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(stage + " failed", e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }
}
