package io.nextcart.functions.recommend;

import io.nextcart.engine.bundle.Bundle;
import io.nextcart.engine.rank.Recommender;
import io.nextcart.engine.table.CatalogueTable;
import io.nextcart.store.document.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A model in service.
 *
 * @param manifest of the bundle behind the recommender
 * @param catalogue of the same bundle, or null
 * @param previous the champion before this one, or null
 * @param publishedAtMs milliseconds since the epoch
 * @param whole false when the rule ranks in place of a refused ranker
 */
record ServedModel(
        Recommender recommender,
        Manifest manifest,
        @Nullable CatalogueTable catalogue,
        @Nullable String previous,
        long publishedAtMs,
        boolean whole) {
    ServedModel(Bundle bundle, @Nullable String previous, long publishedAtMs, boolean whole) {
        this(bundle.recommender(), bundle.manifest(), bundle.catalogue(), previous, publishedAtMs, whole);
    }

    /** The same, published anew. */
    ServedModel published(@Nullable String newPrevious, long atMs) {
        return new ServedModel(recommender, manifest, catalogue, newPrevious, atMs, true);
    }

    String version() {
        return manifest.version();
    }

    /** Seconds since it was published. */
    long ageSeconds(long nowMs) {
        return Math.max(0, nowMs - publishedAtMs) / 1000;
    }
}
