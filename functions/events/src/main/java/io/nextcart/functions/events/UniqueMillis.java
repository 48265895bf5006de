package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of events that name none: the clock's, but a millisecond later than the one before, so that their order is kept
 * and two of them are never taken for one. Runs ahead of the clock by a second at most. Thread-safe.
 */
final class UniqueMillis {
    private static final long MAX_AHEAD_MS = 1000;

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    UniqueMillis(Clock clock) {
        this.clock = requireNonNull(clock, "clock is null");
    }

    /** Milliseconds since the epoch. */
    long next() {
        long now = clock.millis();
        return last.updateAndGet(before -> before >= now && before < now + MAX_AHEAD_MS ? before + 1 : now);
    }
}
