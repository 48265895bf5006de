package io.nextcart.functions.store.dynamo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs calls in parallel, with a limit shared by all users of an instance. Idle threads end. */
final class ParallelCalls {
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    ParallelCalls(int most) {
        threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ParallelCalls::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    interface Call {
        void run() throws IOException;
    }

    /**
     * Runs all calls; after a failure, those not yet started are skipped. No call is still running when this returns,
     * so a Lambda is never frozen in the middle of one.
     *
     * @throws IOException the first fault
     */
    void run(List<Call> calls) throws IOException {
        if (calls.size() == 1) {
            calls.get(0).run();
            return;
        }
        AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
        CountDownLatch running = new CountDownLatch(calls.size());
        for (Call call : calls) {
            threads.execute(() -> {
                try {
                    if (fault.get() == null) {
                        call.run();
                    }
                } catch (Throwable e) {
                    fault.compareAndSet(null, e);
                } finally {
                    running.countDown();
                }
            });
        }
        await(running, fault);
        Throwable first = fault.get();
        if (first instanceof IOException e) {
            throw e;
        } else if (first instanceof RuntimeException e) {
            throw e;
        } else if (first instanceof Error e) {
            throw e;
        }
    }

    private static void await(CountDownLatch running, AtomicReference<@Nullable Throwable> fault) {
        try {
            running.await();
        } catch (InterruptedException e) {
            fault.compareAndSet(null, new InterruptedIOException("interrupted"));
            await(running, fault);
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "nextcart-dynamo");
        thread.setDaemon(true);
        return thread;
    }
}
