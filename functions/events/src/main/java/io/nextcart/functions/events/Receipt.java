package io.nextcart.functions.events;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.EventType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of events that were sent.
 *
 * @param accepted kept now
 * @param duplicates kept before, or twice in the request
 * @param rejected not kept
 * @param recommended of those kept now, how many name the recommendation they follow, by type
 */
public record Receipt(int accepted, int duplicates, List<Rejection> rejected, Map<EventType, Integer> recommended) {
    public Receipt {
        rejected = List.copyOf(requireNonNull(rejected, "rejected is null"));
        recommended = Collections.unmodifiableMap(new TreeMap<>(requireNonNull(recommended, "recommended is null")));
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
