package io.nextcart.training.evaluate;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Metrics of ranked lists at cut-offs 5, 10 and 20; a case has one relevant item or several. Let R be the relevant
 * items of a case and h the number of them among the first k.
 *
 * <ul>
 *   <li>HR@k: share of cases with h at least 1.
 *   <li>MRR@k: mean of 1/rank of the first relevant item, 0 if none is among the first k (Voorhees, TREC-8 1999).
 *   <li>NDCG@k: mean of DCG over the DCG of the ideal list, which begins with min(|R|, k) relevant items; DCG is the
 *       sum of 1/log2(rank + 1) over relevant items (Järvelin and Kekäläinen, ACM TOIS 2002, with gains 0 and 1).
 *   <li>Precision@k: mean of h/k, even for a list shorter than k.
 *   <li>Recall@k: mean of h/|R|. With one relevant item it equals HR@k (Manning, Raghavan and Schütze, Introduction to
 *       Information Retrieval, 2008, chapter 8, for both).
 *   <li>Coverage@k: share of the catalogue's items in the first k of at least one list (Ge, Delgado-Battenfeld and
 *       Jannach, RecSys 2010: catalogue coverage).
 *   <li>Novelty@k: mean of −log2(share of events) over recommended items (Vargas and Castells, RecSys 2011).
 * </ul>
 *
 * <p>Keeps 15 floats per case, for intervals and segments. Not thread-safe.
 */
public final class RankingMetrics {
    private static final int[] CUTOFFS = {5, 10, 20};
    private static final String[] PER_CASE = {"hr", "mrr", "ndcg", "precision", "recall"};
    private static final int HIT = 0;
    private static final int RECIPROCAL = 1;
    private static final int GAIN = 2;
    private static final int PRECISION = 3;
    private static final int RECALL = 4;

    /** The largest cut-off: later items of a list do not count. */
    public static final int LONGEST = 20;

    private final double[][] sum = new double[PER_CASE.length][CUTOFFS.length];
    private final float[][][] value = new float[PER_CASE.length][CUTOFFS.length][256];
    private final double[] novelty = new double[CUTOFFS.length];
    private final long[] shown = new long[CUTOFFS.length];
    private final BitSet[] seen = new BitSet[CUTOFFS.length];
    private final int[] views;
    private final double totalViews;
    private final int[] single = new int[1];
    private int cases;

    /** @param views events of each catalogue item in the training log, by dense index; for coverage and novelty */
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
     * Counts one case with one relevant item.
     *
     * @param ranked item indices, best first; negative ones are items outside the catalogue
     * @param length how many of {@code ranked} count
     * @param target the relevant item's index, or a negative number when it is outside the catalogue: a miss
     */
    public void add(int[] ranked, int length, int target) {
        single[0] = target;
        add(ranked, length, single);
    }

    /**
     * Counts one case.
     *
     * @param ranked item indices, best first, without repeats; indices above the catalogue's can be relevant, negative
     *     ones cannot
     * @param length how many of {@code ranked} count
     * @param relevant the relevant items, without repeats, at least one; a negative number is an item outside the
     *     catalogue, which no list can contain
     * @throws IllegalArgumentException when nothing is relevant: then the metrics are undefined
     */
    public void add(int[] ranked, int length, int[] relevant) {
        if (requireNonNull(relevant, "relevant is null").length == 0) {
            throw new IllegalArgumentException("a case has no relevant item, expected at least one");
        }
        if (cases == value[0][0].length) {
            grow();
        }
        for (int c = 0; c < CUTOFFS.length; c++) {
            int limit = Math.min(CUTOFFS[c], length);
            int hits = 0;
            double reciprocal = 0;
            double gain = 0;
            for (int i = 0; i < limit; i++) {
                int item = ranked[i];
                if (item < 0) {
                    continue;
                }
                if (item < views.length) {
                    seen[c].set(item);
                    novelty[c] -= Math.log(Math.max(1, views[item]) / totalViews) / Math.log(2);
                    shown[c]++;
                }
                if (contains(relevant, item)) {
                    reciprocal = hits == 0 ? 1.0 / (i + 1) : reciprocal;
                    gain += discount(i);
                    hits++;
                }
            }
            note(HIT, c, hits > 0 ? 1 : 0);
            note(RECIPROCAL, c, reciprocal);
            note(GAIN, c, gain / ideal(Math.min(relevant.length, CUTOFFS[c])));
            note(PRECISION, c, (double) hits / CUTOFFS[c]);
            note(RECALL, c, (double) hits / relevant.length);
        }
        cases++;
    }

    public int cases() {
        return cases;
    }

    /** Hit rate at a cut-off, 0–1. */
    public double hitRate(int cutoff) {
        return mean(HIT, cutoff);
    }

    /** Mean reciprocal rank at a cut-off, 0–1. */
    public double mrr(int cutoff) {
        return mean(RECIPROCAL, cutoff);
    }

    /** Normalised discounted cumulative gain at a cut-off, 0–1. */
    public double ndcg(int cutoff) {
        return mean(GAIN, cutoff);
    }

    /** Precision at a cut-off, 0–1. */
    public double precision(int cutoff) {
        return mean(PRECISION, cutoff);
    }

    /** Recall at a cut-off, 0–1. */
    public double recall(int cutoff) {
        return mean(RECALL, cutoff);
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

    /** All metrics by name, such as {@code hr@20}, in a fixed order. */
    public Map<String, Double> byName() {
        Map<String, Double> all = new LinkedHashMap<>();
        for (int cutoff : CUTOFFS) {
            all.put("hr@" + cutoff, hitRate(cutoff));
            all.put("mrr@" + cutoff, mrr(cutoff));
            all.put("ndcg@" + cutoff, ndcg(cutoff));
            all.put("precision@" + cutoff, precision(cutoff));
            all.put("recall@" + cutoff, recall(cutoff));
            all.put("coverage@" + cutoff, coverage(cutoff));
            all.put("novelty@" + cutoff, novelty(cutoff));
        }
        return all;
    }

    /**
     * The value of one metric for each case, in the order of {@link #add}.
     *
     * @param name such as {@code ndcg@20}; coverage and novelty have no value for a single case
     */
    public float[] byCase(String name) {
        int at = name.indexOf('@');
        int metric = at < 0 ? -1 : Arrays.asList(PER_CASE).indexOf(name.substring(0, at));
        if (metric < 0) {
            throw new IllegalArgumentException(
                    "metric is '" + name + "', expected one of " + String.join(", ", PER_CASE) + " at a cut-off");
        }
        return Arrays.copyOf(value[metric][index(Integer.parseInt(name.substring(at + 1)))], cases);
    }

    private void note(int metric, int cutoff, double amount) {
        sum[metric][cutoff] += amount;
        value[metric][cutoff][cases] = (float) amount;
    }

    private void grow() {
        for (float[][] metric : value) {
            for (int c = 0; c < CUTOFFS.length; c++) {
                metric[c] = Arrays.copyOf(metric[c], 2 * cases);
            }
        }
    }

    private static boolean contains(int[] relevant, int item) {
        for (int one : relevant) {
            if (one == item) {
                return true;
            }
        }
        return false;
    }

    /** 1/log2(rank + 1) at a zero-based position. */
    private static double discount(int position) {
        return Math.log(2) / Math.log(position + 2);
    }

    private static double ideal(int relevant) {
        double ideal = 0;
        for (int i = 0; i < relevant; i++) {
            ideal += discount(i);
        }
        return ideal;
    }

    private double mean(int metric, int cutoff) {
        double total = sum[metric][index(cutoff)];
        return cases == 0 ? 0 : total / cases;
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
