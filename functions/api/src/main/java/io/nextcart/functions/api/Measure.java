package io.nextcart.functions.api;

import static java.util.Objects.requireNonNull;

import io.nextcart.functions.api.trial.RecommendationId;
import io.nextcart.functions.api.trial.Variant;
import java.util.Comparator;
import java.util.function.Predicate;

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
     * @param exploration whether their items that explore are meant, and of impressions the lists that have some; otherwise all the
     *     rest
     */
    public record OfList(String placement, String variant, boolean exploration) implements Comparable<OfList> {
        public static final OfList ALL = new OfList("", "");

        private static final Comparator<OfList> ORDER = Comparator.comparing(OfList::placement)
                .thenComparing(OfList::variant)
                .thenComparing(OfList::exploration);

        /** Without what explores. */
        public OfList(String placement, String variant) {
            this(placement, variant, false);
        }

        /** The same lists, only what explores of them or only the rest. */
        public OfList exploring(boolean only) {
            return new OfList(placement, variant, only);
        }

        /**
         * The lists that a recommendation belongs to.
         *
         * @param recommendationId as received; one that is not ours has the variant {@code none}
         * @param explores whether it counts as what explores
         */
        public static OfList of(String placement, String recommendationId, Predicate<RecommendationId> explores) {
            return RecommendationId.parse(recommendationId)
                    .map(id -> new OfList(placement, id.variant().wireName(), explores.test(id)))
                    .orElseGet(() -> new OfList(placement, Variant.NONE.wireName()));
        }

        @Override
        public int compareTo(OfList other) {
            return ORDER.compare(this, other);
        }
    }
}
