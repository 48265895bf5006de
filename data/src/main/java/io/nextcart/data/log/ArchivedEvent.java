package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;

/**
 * An event as the archive has it.
 *
 * @param arrivedMs when it arrived, milliseconds since the epoch; {@link #UNKNOWN} in lines of older versions and other hands
 */
public record ArchivedEvent(Event event, long arrivedMs) {
    /** When it arrived is not known. */
    public static final long UNKNOWN = -1;

    static final String ARRIVED_AT = "arrived_at";

    public ArchivedEvent {
        requireNonNull(event, "event is null");
    }

    static ArchivedEvent read(RowFields row) {
        return new ArchivedEvent(
                EventDecoder.event(row, LogTimes.ANY), row.get(ARRIVED_AT) == null ? UNKNOWN : row.time(ARRIVED_AT));
    }
}
