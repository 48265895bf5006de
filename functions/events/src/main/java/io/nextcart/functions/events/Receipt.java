package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What became of events that were sent.
 *
 * @param accepted kept now
 * @param duplicates kept before, or twice in the request
 * @param rejected not kept
 */
public record Receipt(int accepted, int duplicates, List<Rejection> rejected) {
    public Receipt {
        rejected = List.copyOf(requireNonNull(rejected, "rejected is null"));
    }

    /**
     * An event that cannot be used.
     *
     * @param index its position in the request, from 0
     * @param field the field at fault
     * @param reason what it holds and what was expected
     */
    public record Rejection(int index, String field, String reason) {}
}
