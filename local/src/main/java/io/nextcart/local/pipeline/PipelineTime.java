package io.nextcart.local.pipeline;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** The time of an execution: real, or one that does not wait but moves forward. Thread-safe. */
public final class PipelineTime extends Clock {
    private final Clock base;
    private final boolean fastForward;
    private final AtomicReference<Duration> skipped = new AtomicReference<>(Duration.ZERO);

    private PipelineTime(Clock base, boolean fastForward) {
        this.base = requireNonNull(base, "base is null");
        this.fastForward = fastForward;
    }

    /** Waits as long as it is asked to. */
    public static PipelineTime real(Clock base) {
        return new PipelineTime(base, false);
    }

    /** Waits for nothing; what should have been waited is added to the time. */
    public static PipelineTime fastForward(Clock base) {
        return new PipelineTime(base, true);
    }

    /** Lets that much time go by. */
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
        throw new UnsupportedOperationException("the pipeline knows one zone");
    }
}
