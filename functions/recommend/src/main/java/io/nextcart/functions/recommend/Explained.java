package io.nextcart.functions.recommend;

import io.nextcart.engine.filter.Removed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a previewed list says beside its items. Never for a page: it names what the shop hides, and what it tries.
 *
 * @param removed the strongest candidates that filters and rules removed, best first
 * @param other what the other model of a trial answers; null without a trial, or while its challenger is not loaded
 */
record Explained(List<Removed> removed, @Nullable Answer other) {
    Explained {
        removed = List.copyOf(removed);
    }
}
