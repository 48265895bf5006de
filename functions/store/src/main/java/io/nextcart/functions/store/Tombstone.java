package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.UserId;

/**
 * Says that a shopper asked to be forgotten: the archive and the next model drop the shopper's events up to that time.
 *
 * @param deletedAtMs milliseconds since the epoch
 */
public record Tombstone(UserId userId, long deletedAtMs) {
    public Tombstone {
        requireNonNull(userId, "userId is null");
    }
}
