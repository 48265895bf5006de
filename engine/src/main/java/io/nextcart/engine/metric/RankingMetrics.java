package io.nextcart.engine.metric;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics of ranked lists with one relevant item each, at cut-offs 5, 10 and 20.
 *
 * <ul>
 *   <li>HR@k: share of cases whose target is among the first k. With one target this is also recall@k.
 *   <li>MRR@k: mean of 1/rank of the target, 0 when it is not among the first k (Voorhees, TREC-8 1999).
 *   <li>NDCG@k: mean of 1/log2(rank + 1), the ideal being 1 (Järvelin and Kekäläinen, 2002).
 *   <li>Coverage@k: share of the catalogue's items that appear in at least one list's first k.
 *   <li>Novelty@k: mean of −log2(share of events) over recommended items (Vargas and Castells, RecSys 2011).
 * </ul>
 *
 * <p>Not thread-safe.
 */
public final class RankingMetrics {
    private static final int[] CUTOFFS = {5, 10, 20};

    /** The largest cut-off: how many items of a list count at most. */
    public static final int LONGEST = 20;

    private final int[] hits = new int[CUTOFFS.length];
    private final double[] reciprocal = new double[CUTOFFS.length];
    private final double[] gain = new double[CUTOFFS.length];
    private final double[] novelty = new double[CUTOFFS.length];
    private final long[] shown = new long[CUTOFFS.length];
    private final BitSet[] seen = new BitSet[CUTOFFS.length];
    private final int[] views;
    private final double totalViews;
    private float[] hitByCase = new float[256];
    private float[] reciprocalByCase = new float[256];
    private int cases;

    /**
     * @param views events of each catalogue item in the training log, by dense index; for coverage and novelty
     */
    public RankingMetrics(int[] views) {
        this.views = views.clone();
        double total = 0;
        for (int v : views) {
            total += v;
        }
        this.totalViews = Math.max(1, total);
        for (int c = 0; c < CUTOFFS.length; c++) {
            seen[c] = new BitSet(views.length);
        }
    }

    /**
     * Counts one case.
     *
     * @param ranked item indices, best first; negative ones are items outside the catalogue
     * @param length how many of {@code ranked} count
     * @param target the relevant item's index, or a negative number when it is outside the catalogue: a miss
     */
    public void add(int[] ranked, int length, int target) {
        if (cases == hitByCase.length) {
            hitByCase = Arrays.copyOf(hitByCase, 2 * cases);
            reciprocalByCase = Arrays.copyOf(reciprocalByCase, 2 * cases);
        }
        cases++;
        for (int c = 0; c < CUTOFFS.length; c++) {
            int limit = Math.min(CUTOFFS[c], length);
            for (int i = 0; i < limit; i++) {
                int item = ranked[i];
                if (item < 0) {
                    continue;
                }
                seen[c].set(item);
                novelty[c] -= Math.log(Math.max(1, views[item]) / totalViews) / Math.log(2);
                shown[c]++;
                if (item == target) {
                    hits[c]++;
                    reciprocal[c] += 1.0 / (i + 1);
                    gain[c] += Math.log(2) / Math.log(i + 2);
                    if (CUTOFFS[c] == LONGEST) {
                        hitByCase[cases - 1] = 1;
                        reciprocalByCase[cases - 1] = (float) (1.0 / (i + 1));
                    }
                }
            }
        }
    }

    /** Number of cases counted. */
    public int cases() {
        return cases;
    }

    /** Hit rate at a cut-off, 0–1. */
    public double hitRate(int cutoff) {
        return mean(hits[index(cutoff)]);
    }

    /** Mean reciprocal rank at a cut-off, 0–1. */
    public double mrr(int cutoff) {
        return mean(reciprocal[index(cutoff)]);
    }

    /** Normalised discounted cumulative gain at a cut-off, 0–1. */
    public double ndcg(int cutoff) {
        return mean(gain[index(cutoff)]);
    }

    /** Share of the catalogue recommended at a cut-off, 0–1. */
    public double coverage(int cutoff) {
        return views.length == 0 ? 0 : (double) seen[index(cutoff)].cardinality() / views.length;
    }

    /** Mean self-information of recommended items at a cut-off, in bits. */
    public double novelty(int cutoff) {
        int c = index(cutoff);
        return shown[c] == 0 ? 0 : novelty[c] / shown[c];
    }

    /** All of them by name, such as {@code hr@20}, in a fixed order. */
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int cutoff : CUTOFFS) {
            all.put("hr@" + cutoff, hitRate(cutoff));
            all.put("mrr@" + cutoff, mrr(cutoff));
            all.put("ndcg@" + cutoff, ndcg(cutoff));
            all.put("recall@" + cutoff, hitRate(cutoff));
            all.put("coverage@" + cutoff, coverage(cutoff));
            all.put("novelty@" + cutoff, novelty(cutoff));
        }
        return all;
    }

    /**
     * The values of one metric, a case each, in the order of {@link #add}.
     *
     * @param name {@code hr@20} or {@code mrr@20}
     */
    public float[] byCase(String name) {
        return switch (name) {
            case "hr@20" -> Arrays.copyOf(hitByCase, cases);
            case "mrr@20" -> Arrays.copyOf(reciprocalByCase, cases);
            default -> throw new IllegalArgumentException("metric is '" + name + "', expected hr@20 or mrr@20");
        };
    }

    private double mean(double sum) {
        return cases == 0 ? 0 : sum / cases;
    }

    private static int index(int cutoff) {
        for (int c = 0; c < CUTOFFS.length; c++) {
            if (CUTOFFS[c] == cutoff) {
                return c;
            }
        }
        throw new IllegalArgumentException("cut-off is " + cutoff + ", expected 5, 10 or 20");
    }
}
