package io.nextcart.engine.bundle;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What {@code models/current.json} says: which versions serve.
 *
 * @param champion the version that serves
 * @param challenger a version on trial, or null
 * @param challengerShare the share of shoppers who see the challenger, 0–1
 * @param previous the champion before this one, to roll back to, or null
 * @param publishedAtMs when the champion went into service, milliseconds since the epoch
 */
public record Current(
        String champion,
        @Nullable String challenger,
        double challengerShare,
        @Nullable String previous,
        long publishedAtMs) {
    /** Where it lies in the store. */
    public static final String KEY = "models/current.json";

    public Current {
        requireNonNull(champion, "champion is null");
    }
}
