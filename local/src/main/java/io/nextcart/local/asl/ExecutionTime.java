package io.nextcart.local.asl;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** The clock of an execution: real, or one that is advanced instead of waiting. Thread-safe. */
public final class ExecutionTime extends Clock {
    private final Clock base;
    private final boolean fastForward;
    private final AtomicReference<Duration> skipped = new AtomicReference<>(Duration.ZERO);

    /** @param fastForward advance the clock instead of waiting */
    public ExecutionTime(Clock base, boolean fastForward) {
        this.base = requireNonNull(base, "base is null");
        this.fastForward = fastForward;
    }

    void pass(Duration time) throws InterruptedException {
        if (fastForward) {
            skipped.updateAndGet(time::plus);
        } else {
            Thread.sleep(time.toMillis());
        }
    }

    @Override
    public Instant instant() {
        return base.instant().plus(skipped.get());
    }

    @Override
    public ZoneId getZone() {
        return base.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("an execution has one zone");
    }
}
