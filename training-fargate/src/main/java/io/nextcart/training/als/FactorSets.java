package io.nextcart.training.als;

import static java.util.Objects.requireNonNull;

import io.nextcart.data.Progress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fits the sets of factors of one training, each of the log before a time. Linked sets share all rounds but the last: the
 * first set is fitted from scratch, and each later one starts where that stood before its last round, with vectors drawn
 * as usual for the items that it lacks. So all sets have as many rounds behind them, and mean the same to a ranker, and
 * none knows anything of what came after its end: a set may only start from one that ends no later.
 */
public final class FactorSets {
    private final ImplicitAls als;
    private final boolean linked;
    private @Nullable Start start;

    /**
     * What the first set left.
     *
     * @param endMs its end, milliseconds since the epoch
     * @param items of the log, ascending
     * @param values items × factors, row-major
     */
    private record Start(long endMs, int[] items, float[] values) {
        /** @param indices of the log's items in a matrix */
        ImplicitAls.Vectors in(int[] indices) {
            return new ImplicitAls.Vectors(
                    Arrays.stream(items).map(item -> indices[item]).toArray(), values);
        }
    }

    /** @param linked whether later sets start from the first */
    public FactorSets(ImplicitAls.Settings settings, boolean linked) {
        this.als = new ImplicitAls(settings);
        this.linked = linked;
    }

    /**
     * Fits a set.
     *
     * @param interactions of the log before {@code endMs}
     * @param indices of the log's items in {@code interactions}, ascending where they are not −1
     * @param endMs end of the set, milliseconds since the epoch
     * @return vectors of length 1, as {@link ImplicitAls#fit}
     * @throws IllegalArgumentException when the first set ends later
     */
    public ImplicitAls.Vectors fit(Interactions interactions, int[] indices, long endMs, Progress progress) {
        Start from = start;
        if (from != null && endMs < from.endMs()) {
            throw new IllegalArgumentException("endMs is " + endMs + ", expected at least " + from.endMs()
                    + ": a set must not start from a later one");
        }
        ImplicitAls.Vectors begun = from == null ? null : from.in(indices);
        ImplicitAls.Model model =
                als.model(interactions, begun, linked && from == null, requireNonNull(progress, "progress is null"));
        if (model.unfinished() != null) {
            start = start(model.unfinished(), indices, endMs);
        }
        return als.scaled(model.items());
    }

    private static Start start(ImplicitAls.Vectors unfinished, int[] indices, long endMs) {
        int[] logItems = new int[unfinished.items().length];
        int found = 0;
        for (int item = 0; item < indices.length && found < logItems.length; item++) {
            if (indices[item] == unfinished.items()[found]) {
                logItems[found++] = item;
            }
        }
        return new Start(endMs, logItems, unfinished.values());
    }
}
