package io.nextcart.engine.rank;

import io.nextcart.engine.feature.FeatureExtractor;
import java.util.Arrays;

/**
 * The untrained ranker that a fitted model has to beat, and that serves until one is proven better: the shopper's own
 * items, newest first, then what was viewed and carted together with them, then popular items. It reads the same
 * vectors as any ranker. Thread-safe.
 */
public final class RuleRanker implements Ranker {
    private static final int OWN = FeatureExtractor.NAMES.indexOf("repeat_distinct_position");
    private static final int VIEWED = FeatureExtractor.NAMES.indexOf("co_visitation_score");
    private static final int CARTED = FeatureExtractor.NAMES.indexOf("co_cart_score");
    private static final int POPULAR = FeatureExtractor.NAMES.indexOf("popular_rank");
    private static final double MOST_RANKS = 1000;

    @Override
    public double[] score(float[][] rows) {
        return Arrays.stream(rows).mapToDouble(RuleRanker::score).toArray();
    }

    /** Own items score above 1, neighbours between 0 and 1, others below 0. */
    private static double score(float[] row) {
        if (row[OWN] >= 0) {
            return 1 + 1 / (1.0 + row[OWN]);
        }
        double together = (double) row[VIEWED] + row[CARTED];
        return together > 0 ? together / (1 + together) : -row[POPULAR] / MOST_RANKS;
    }
}
