package io.nextcart.functions.recommend;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that shows a settable time, milliseconds since the epoch. */
final class MovedClock extends Clock {
    private final AtomicLong nowMs;

    MovedClock(AtomicLong nowMs) {
        this.nowMs = nowMs;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs.get());
    }
}
