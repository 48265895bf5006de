package io.nextcart.data;

import java.time.Duration;

/** Waits for what another thread or process does. */
public final class Await {
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final long PAUSE_MS = 10;

    private Await() {}

    /** A condition whose check may fail. */
    @FunctionalInterface
    public interface BooleanSupplierThrowing {
        boolean getAsBoolean() throws Exception;
    }

    /**
     * Returns once the condition holds.
     *
     * @param what the expected state, such as "the model is published"
     * @throws AssertionError if it does not hold within five minutes, far more than any test needs
     */
    public static void until(BooleanSupplierThrowing condition, String what) throws Exception {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
            Thread.sleep(PAUSE_MS);
        }
    }
}
