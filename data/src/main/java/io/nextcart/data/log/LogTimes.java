package io.nextcart.data.log;

import io.nextcart.data.Event;
import io.nextcart.data.WireName;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The unit of a log's times, and which times are plausible.
 *
 * @param unit of numeric times; null for the unit of the log's format
 * @param earliestMs the earliest plausible time, milliseconds since the epoch
 * @param latestMs the latest, likewise
 */
public record LogTimes(@Nullable Unit unit, long earliestMs, long latestMs) implements Serializable {
    /** The unit of the format; every time that an event can hold is plausible. */
    public static final LogTimes ANY = new LogTimes(null, 0, Event.LATEST_MS);

    /** 1990: no shop's log is older. An earlier time comes from a clock that was never set, or means no time. */
    private static final long EARLIEST_MS = 631_152_000_000L;
    /** Allows for a clock that is wrong by a time zone. */
    private static final long AHEAD_MS = Duration.ofDays(1).toMillis();

    /** September 2001 in milliseconds: a smaller number must be in seconds. */
    private static final long FIRST_PLAUSIBLE_MS = 1_000_000_000_000L;
    /** How far a sender's clock may be ahead of the server's. */
    private static final Duration AHEAD_AT_THE_DOOR = Duration.ofMinutes(5);

    /** What a number since 1970 counts. */
    public enum Unit implements WireName {
        S("seconds"),
        MS("milliseconds"),
        US("microseconds");

        private final String plural;
        private final String since1970;

        Unit(String plural) {
            this.plural = plural;
            this.since1970 = plural + " since 1970";
        }

        /** What a time in this unit should be, for messages. */
        String since1970() {
            return since1970;
        }

        private long toMs(long number) {
            return switch (this) {
                case S -> number > Event.LATEST_MS ? Long.MAX_VALUE : 1000 * number;
                case MS -> number;
                case US -> number / 1000;
            };
        }
    }

    /** An event before 1990 or in the future: its time is implausible. */
    static final class OutsideException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final boolean early;

        OutsideException(String message, boolean early) {
            super(message);
            this.early = early;
        }

        /** Whether it is too early rather than too late. */
        boolean isEarly() {
            return early;
        }
    }

    /** Times from 1990 to a day from now are plausible. */
    public static LogTimes until(Clock now, @Nullable Unit unit) {
        return new LogTimes(unit, EARLIEST_MS, now.millis() + AHEAD_MS);
    }

    /** The same unit, with every time plausible. */
    public LogTimes unguarded() {
        return new LogTimes(unit, ANY.earliestMs, ANY.latestMs);
    }

    /** Whether a time is implausibly early. */
    public boolean isEarly(long ms) {
        return ms < earliestMs;
    }

    /** Whether a time is implausibly late. */
    public boolean isLate(long ms) {
        return ms > latestMs;
    }

    /** The unit of numeric times. */
    Unit unitOr(Unit own) {
        return unit == null ? own : unit;
    }

    /**
     * Converts a number to a time.
     *
     * @param number at least 0, or −1 when the field holds no number
     * @param own the unit of the format
     * @param found what the field holds, for messages
     * @param expected what it should hold, for messages
     * @return milliseconds since the epoch
     * @throws OutsideException when the time is implausible in every unit
     * @throws IllegalArgumentException when there is no number, or the time is plausible only in another unit
     */
    long ms(long number, Unit own, Supplier<String> found, String expected) {
        Unit used = unitOr(own);
        long ms = used.toMs(number);
        if (number < 0 || (isOutside(ms) && equals(unguarded()))) {
            throw new IllegalArgumentException(found.get() + ", expected " + expected);
        }
        if (isOutside(ms)) {
            for (Unit other : Unit.values()) {
                if (!isOutside(other.toMs(number))) {
                    throw new IllegalArgumentException(found.get() + ", " + day(ms) + " in " + used.plural + " but "
                            + day(other.toMs(number)) + " in " + other.plural + "; --time-unit " + other.wireName()
                            + " reads " + other.plural);
                }
            }
        }
        return checked(ms, found);
    }

    /**
     * Checks a time that was written as a date.
     *
     * @throws OutsideException when it is implausible
     */
    long checked(long ms, Supplier<String> found) {
        if (isOutside(ms)) {
            throw new OutsideException(
                    found.get() + ", " + day(ms) + ", expected a time from 1990 to a day from now", isEarly(ms));
        }
        return ms;
    }

    /**
     * Why an event that arrives now cannot have this time: it is in seconds, or too far ahead of the server's clock.
     *
     * @param ms milliseconds since the epoch
     * @param nowMs the server's clock
     * @return what was found and expected; empty when the time is plausible
     */
    public static Optional<String> faultOnArrival(long ms, long nowMs) {
        if (isAhead(ms, nowMs)) {
            return Optional.of("is " + moment(ms) + ", after the server's clock, " + Instant.ofEpochMilli(nowMs)
                    + ", expected at most " + AHEAD_AT_THE_DOOR.toMinutes() + " minutes ahead of it");
        }
        return faultOfUnit(ms);
    }

    /** Whether a time is further ahead of the server's clock than a sender's clock may be. */
    public static boolean isAhead(long ms, long nowMs) {
        return ms - nowMs > AHEAD_AT_THE_DOOR.toMillis();
    }

    /** Why a number is too small to be a time in milliseconds, and must be in seconds; empty when it is not. */
    public static Optional<String> faultOfUnit(long ms) {
        return ms >= FIRST_PLAUSIBLE_MS
                ? Optional.empty()
                : Optional.of("is " + moment(ms)
                        + ", expected a time from September 2001 on: milliseconds since 1970, not seconds,"
                        + " or ISO 8601");
    }

    private static String moment(long ms) {
        return ms + " (" + Instant.ofEpochMilli(ms) + ")";
    }

    private boolean isOutside(long ms) {
        return isEarly(ms) || isLate(ms);
    }

    /** The day of a time in UTC. */
    static String day(long ms) {
        return ms > Event.LATEST_MS
                ? "after the year 9999"
                : Instant.ofEpochMilli(ms)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
    }
}
