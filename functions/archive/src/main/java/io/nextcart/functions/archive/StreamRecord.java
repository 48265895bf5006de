package io.nextcart.functions.archive;

import io.nextcart.data.Event;

/** One record of the stream of the table of events. */
sealed interface StreamRecord {
    /** Its place in the stream: digits. */
    String sequenceNumber();

    /** A new event. */
    record NewEvent(String sequenceNumber, Event event) implements StreamRecord {}

    /** A new item that is no event, and why. */
    record Malformed(String sequenceNumber, String reason) implements StreamRecord {}

    /** Anything that the log of record does not hold: an event that expired or was forgotten, a change. */
    record Other(String sequenceNumber) implements StreamRecord {}
}
