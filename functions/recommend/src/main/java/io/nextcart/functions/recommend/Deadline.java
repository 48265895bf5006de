package io.nextcart.functions.recommend;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * When to stop waiting: one deadline for a whole request, so that its waits do not add up.
 *
 * @param nanos by {@link System#nanoTime}
 */
record Deadline(long nanos) {
    static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** The time left, 0 when it is over. */
    long leftNanos() {
        return Math.max(0, nanos - System.nanoTime());
    }

    /** The earlier of the two. */
    Deadline orEarlier(Deadline other) {
        return nanos - other.nanos < 0 ? this : other;
    }

    /** Waits for a latch; returns whether it opened in time. */
    boolean await(CountDownLatch latch) {
        try {
            return latch.await(leftNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
