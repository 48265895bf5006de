package io.nextcart.functions.store;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.UserId;

/**
 * Records that a user was deleted: the archive and the next model drop the user's events up to that time.
 *
 * @param deletedAtMs milliseconds since the epoch
 */
public record Tombstone(UserId userId, long deletedAtMs) {
    public Tombstone {
        requireNonNull(userId, "userId is null");
    }
}
