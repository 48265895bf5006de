package io.nextcart.functions.recommend;

import io.nextcart.engine.filter.Removed;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an explained list of a shopper says beside its items.
 *
 * @param removed the strongest candidates that filters and rules removed, best first
 * @param other what the other model of a trial answers; null without a trial, or while its challenger is not loaded
 */
record Explained(List<Removed> removed, @Nullable Answer other) {
    Explained {
        removed = List.copyOf(removed);
    }
}
