package io.nextcart.functions.api;

import static org.assertj.core.api.Assertions.fail;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Checks that a call takes at most a second. */
public final class WithinASecond {
    private static final int TRIES = 3;

    private WithinASecond() {}

    /**
     * The result of a call within a second, in one of three tries: a busy machine may be late once, but a broken time
     * limit is late every time.
     */
    public static <T> T answered(Callable<T> call) throws Exception {
        ExecutorService thread = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < TRIES; i++) {
                Future<T> answer = thread.submit(call);
                try {
                    return answer.get(1, TimeUnit.SECONDS);
                } catch (TimeoutException e) {
                    // Try again after it has finished.
                    finish(answer);
                }
            }
        } finally {
            thread.shutdown();
        }
        return fail("no answer within a second, " + TRIES + " times");
    }

    private static void finish(Future<?> answer) throws Exception {
        try {
            answer.get(1, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw new AssertionError("no answer", e.getCause());
        }
    }
}
