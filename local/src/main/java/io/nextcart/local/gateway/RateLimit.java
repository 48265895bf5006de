package io.nextcart.local.gateway;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How many calls a key may make: a token bucket as API Gateway has it. It holds {@code burst} tokens, gets
 * {@code perSecond} new ones a second, and each call takes one. One number holds its state, so that calls at the same time
 * need no lock: the time at which the bucket is full again (<a
 * href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">GCRA</a>).
 */
public final class RateLimit {
    /** API Gateway's own largest rate, by default, in calls a second. */
    public static final int MOST = 10_000;

    private static final long SECOND = 1_000_000_000;

    private final long tokenNanos;
    private final long bucketNanos;
    private final LongSupplier nanos;
    private final AtomicLong fullAt;

    /**
     * A full bucket.
     *
     * @param perSecond 1 to {@value #MOST}
     * @param burst 1 to {@value #MOST}
     * @param nanos the time, such as {@link System#nanoTime}
     */
    public RateLimit(int perSecond, int burst, LongSupplier nanos) {
        if (perSecond < 1 || perSecond > MOST || burst < 1 || burst > MOST) {
            throw new IllegalArgumentException(
                    perSecond + " a second and a burst of " + burst + ", expected 1 to " + MOST + " of both");
        }
        this.tokenNanos = SECOND / perSecond;
        this.bucketNanos = burst * tokenNanos;
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.fullAt = new AtomicLong(nanos.getAsLong());
    }

    /** Takes a token; false when there is none. */
    boolean take() {
        while (true) {
            long now = nanos.getAsLong();
            long was = fullAt.get();
            long next = (was - now > 0 ? was : now) + tokenNanos;
            if (next - now > bucketNanos) {
                return false;
            }
            if (fullAt.compareAndSet(was, next)) {
                return true;
            }
        }
    }
}
