package io.nextcart.functions.rollout;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one look at a trial saw, and what it leads to.
 *
 * @param seen by the names of JSON
 * @param atMs when, milliseconds since the epoch
 */
record Look(Map<String, @Nullable Object> seen, Trial.Decision decision, String reason, long atMs) {
    Look {
        requireNonNull(seen, "seen is null");
        requireNonNull(decision, "decision is null");
        requireNonNull(reason, "reason is null");
    }
}
