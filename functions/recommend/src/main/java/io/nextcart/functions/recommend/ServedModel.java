package io.nextcart.functions.recommend;

import static java.util.Objects.requireNonNull;

import io.nextcart.engine.Recommender;
import io.nextcart.engine.bundle.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * A model in service.
 *
 * @param previous the champion before this one, or null
 * @param publishedAtMs when it was published, milliseconds since the epoch
 */
record ServedModel(Recommender recommender, @Nullable String previous, long publishedAtMs) {
    ServedModel {
        requireNonNull(recommender, "recommender is null");
    }

    String version() {
        return recommender.bundle().version();
    }

    Manifest manifest() {
        return recommender.bundle().manifest();
    }
}
