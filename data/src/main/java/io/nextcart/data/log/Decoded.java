package io.nextcart.data.log;

import io.nextcart.data.Event;

/** An event that was understood, or why it was not. */
public sealed interface Decoded {
    record Accepted(Event event) implements Decoded {}

    /**
     * A bad one.
     *
     * @param field the field at fault, by its name in the input
     * @param reason what it holds and what was expected
     */
    record Rejected(String field, String reason) implements Decoded {}
}
