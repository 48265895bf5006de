package io.nextcart.data.log;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Event;

/**
 * An event as the archive holds it.
 *
 * @param arrivedMs when it arrived, milliseconds since the epoch; {@link #UNKNOWN} in lines that an older version or
 *     another program wrote
 */
public record ArchivedEvent(Event event, long arrivedMs) {
    /** The time of arrival is unknown. */
    public static final long UNKNOWN = -1;

    /** The field of a line with the time of arrival, milliseconds since the epoch. */
    public static final String ARRIVED_AT = "arrived_at";

    public ArchivedEvent {
        requireNonNull(event, "event is null");
    }

    static ArchivedEvent read(RowFields row) {
        return new ArchivedEvent(
                EventDecoder.event(row, LogTimes.ANY), row.get(ARRIVED_AT) == null ? UNKNOWN : row.time(ARRIVED_AT));
    }
}
