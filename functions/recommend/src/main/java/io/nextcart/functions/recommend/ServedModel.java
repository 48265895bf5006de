package io.nextcart.functions.recommend;

import io.nextcart.engine.rank.Recommender;
import io.nextcart.store.document.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A model in service.
 *
 * @param manifest of the bundle behind the recommender
 * @param previous the champion before this one, or null
 * @param publishedAtMs milliseconds since the epoch
 * @param whole false when the rule ranks in place of a refused ranker
 */
record ServedModel(
        Recommender recommender,
        Manifest manifest,
        @Nullable String previous,
        long publishedAtMs,
        boolean whole) {
    String version() {
        return manifest.version();
    }

    /** Seconds since it was published. */
    long ageSeconds(long nowMs) {
        return Math.max(0, nowMs - publishedAtMs) / 1000;
    }
}
