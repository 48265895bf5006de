package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import java.util.Comparator;

/**
 * A number that a response reports to {@link RequestLog}.
 *
 * @param value in the metric's unit
 * @param list that it belongs to; {@link OfList#ALL} for the whole response
 */
public record Measure(Metric metric, double value, OfList list) {
    public Measure {
        requireNonNull(metric, "metric is null");
        requireNonNull(list, "list is null");
    }

    /** A measure of the whole response. */
    public Measure(Metric metric, double value) {
        this(metric, value, OfList.ALL);
    }

    /**
     * The lists with one placement and from one variant, ordered by both names.
     *
     * @param placement as the shop names it; empty for all
     * @param variant its name over HTTP; empty for all
     */
    public record OfList(String placement, String variant) implements Comparable<OfList> {
        public static final OfList ALL = new OfList("", "");

        private static final Comparator<OfList> ORDER =
                Comparator.comparing(OfList::placement).thenComparing(OfList::variant);

        /**
         * The lists that a recommendation belongs to.
         *
         * @param recommendationId as received; one that is not ours has the variant {@code none}
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
