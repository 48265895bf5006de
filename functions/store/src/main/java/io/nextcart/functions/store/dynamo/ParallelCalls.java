package io.nextcart.functions.store.dynamo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs calls side by side, at most so many at a time over all who use it. Its threads end when nobody needs them. */
final class ParallelCalls {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    ParallelCalls(int most) {
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ParallelCalls::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    /** One call. */
    interface Call {
        void run() throws IOException;
    }

    /**
     * Runs all calls; after a failed one, those not yet begun are left out. None is running any more when this returns, so
     * that a Lambda is not frozen amid a call.
     *
     * @throws IOException the first fault, by the order of the calls
     */
    void run(List<Call> calls) throws IOException {
        if (calls.size() == 1) {
            calls.get(0).run();
            return;
        }
        AtomicBoolean stop = new AtomicBoolean();
        List<Future<?>> futures = new ArrayList<>(calls.size());
        for (Call call : calls) {
            futures.add(threads.submit(() -> {
                if (!stop.get()) {
                    try {
                        call.run();
                    } catch (Throwable e) {
                        stop.set(true);
                        throw e;
                    }
                }
                return null;
            }));
        }
        await(futures, stop);
    }

    private static void await(List<Future<?>> futures, AtomicBoolean stop) throws IOException {
        Throwable first = null;
        boolean interrupted = false;
        for (int i = 0; i < futures.size(); ) {
            try {
                futures.get(i).get();
                i++;
            } catch (ExecutionException e) {
                first = first == null ? e.getCause() : first;
                i++;
            } catch (InterruptedException e) {
                interrupted = true;
                stop.set(true);
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (first instanceof IOException fault) {
            throw fault;
        }
        if (first instanceof RuntimeException fault) {
            throw fault;
        }
        if (first instanceof Error fault) {
            throw fault;
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "nextcart-dynamo");
        thread.setDaemon(true);
        return thread;
    }
}
