package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import java.util.Comparator;

/**
 * A number that a response reports of itself, for {@link RequestLog}.
 *
 * @param value in the metric's unit
 * @param list whose it is; {@link OfList#ALL} for the whole response
 */
public record Measure(Metric metric, double value, OfList list) {
    public Measure {
        requireNonNull(metric, "metric is null");
        requireNonNull(list, "list is null");
    }

    /** Of the whole response. */
    public Measure(Metric metric, double value) {
        this(metric, value, OfList.ALL);
    }

    /**
     * The lists that stand in one place and were made by one variant. In order of their texts.
     *
     * @param placement as the shop names it; empty for all
     * @param variant as over HTTP; empty for all
     */
    public record OfList(String placement, String variant) implements Comparable<OfList> {
        public static final OfList ALL = new OfList("", "");

        private static final Comparator<OfList> ORDER =
                Comparator.comparing(OfList::placement).thenComparing(OfList::variant);

        /**
         * The lists that an answer belongs to.
         *
         * @param recommendationId as it came; one that is not ours is of the variant {@code none}
         */
        public static OfList of(String placement, String recommendationId) {
            Variant variant = RecommendationId.parse(recommendationId)
                    .map(RecommendationId::variant)
                    .orElse(Variant.NONE);
            return new OfList(placement, variant.wireName());
        }

        @Override
        public int compareTo(OfList other) {
            return ORDER.compare(this, other);
        }
    }
}
