package io.nextcart.data.log;

import io.nextcart.data.Event;

/** An event, or why it was rejected. */
public sealed interface Decoded {
    record Accepted(Event event) implements Decoded {}

    /**
     * A rejected event.
     *
     * @param field the field at fault, by its name in the input
     * @param reason its value and what was expected
     */
    record Rejected(String field, String reason) implements Decoded {}
}
