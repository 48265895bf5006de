package io.nextcart.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * An answer.
 *
 * @param items best first, at most k
 * @param candidates how many items the ranker scored; 0 when it was not used, or nothing may be shown
 */
public record Ranking(FallbackLevel level, List<Item> items, int candidates) {
    /** Nothing to show. */
    public static final Ranking EMPTY = new Ranking(FallbackLevel.EMPTY, List.of(), 0);

    public Ranking {
        requireNonNull(level, "level is null");
        items = List.copyOf(requireNonNull(items, "items is null"));
    }

    /**
     * One recommended item.
     *
     * @param score higher is better. For ranked items of the levels {@code PERSONAL} and {@code SESSION}, if the bundle
     *     is calibrated, the probability of the action that the model was trained for; otherwise comparable within one
     *     answer only
     * @param source the candidate's strongest source
     * @param rules the ids of the merchandising rules about the item
     */
    public record Item(String itemId, double score, Source source, List<String> rules) {
        public Item {
            rules = List.copyOf(rules);
        }

        /** An item that no rule moved. */
        public Item(String itemId, double score, Source source) {
            this(itemId, score, source, List.of());
        }
    }
}
